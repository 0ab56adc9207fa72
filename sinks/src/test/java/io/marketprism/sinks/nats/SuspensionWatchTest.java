// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuspensionWatchTest {
  private final List<Duration> told = new ArrayList<>();
  private long nanos = 7;
  private final SuspensionWatch watch =
      new SuspensionWatch(Duration.ofSeconds(5), () -> nanos, told::add);

  private void passes(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void tickingProcessWasNotSuspended() {
    for (int i = 0; i < 100; i++) {
      passes(Duration.ofSeconds(5));
      watch.look(nanos);
      watch.tick();
    }
    assertThat(told).isEmpty();
  }

  @Test
  void publisherWhoIsFirstAfterThePauseIsStopped() {
    passes(Duration.ofSeconds(30));
    watch.look(nanos);
    assertThat(told).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void tickThatIsFirstAfterThePauseTellsBeforeItForgets() {
    passes(Duration.ofSeconds(30));
    watch.tick();
    assertThat(told).containsExactly(Duration.ofSeconds(30));
    watch.look(nanos);
    assertThat(told).hasSize(1);
  }
}
