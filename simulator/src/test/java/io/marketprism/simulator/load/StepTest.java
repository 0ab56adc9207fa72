// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {
  @Test
  void readsLoads() {
    List<Step> steps = Step.parseAll(List.of("10000:30", "free:20", "50%:10", "restart:600"));

    assertThat(steps)
        .extracting(Step::kind)
        .containsExactly(Step.Kind.RATE, Step.Kind.FREE, Step.Kind.PERCENT, Step.Kind.RESTART);
    assertThat(steps.get(0).pace(0)).isEqualTo(10_000);
    assertThat(steps.get(2).pace(300_000)).isEqualTo(150_000);
    assertThat(steps.get(3).duration()).hasSeconds(600);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "free", "0:20", "100:0", "-5:20", "1000%:5", "fast:20", "10:20:30"})
  void refusesWhatIsNoLoad(String text) {
    assertThatThrownBy(() -> Step.parseAll(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is no load");
  }

  @Test
  void refusesAPercentageOfNothing() {
    assertThatThrownBy(() -> Step.parseAll(List.of("5000:5", "50%:5", "free:5")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'50%:5'")
        .hasMessageContaining("free:20");
  }
}
