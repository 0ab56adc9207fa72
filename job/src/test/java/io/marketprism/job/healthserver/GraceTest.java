// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GraceTest {
  private final Grace grace = new Grace(Duration.ofSeconds(120));

  @Test
  void unhealthyIsForgivenUntilTheGraceIsOver() {
    assertThat(grace.applies(Status.UNHEALTHY, Duration.ofSeconds(1))).isTrue();
    assertThat(grace.applies(Status.UNHEALTHY, Duration.ofSeconds(119))).isTrue();
    assertThat(grace.applies(Status.UNHEALTHY, Duration.ofSeconds(120))).isFalse();
    assertThat(grace.over()).isTrue();
  }

  @Test
  void oneGoodMomentEndsItForGood() {
    assertThat(grace.applies(Status.DEGRADED, Duration.ofSeconds(5))).isFalse();
    assertThat(grace.applies(Status.UNHEALTHY, Duration.ofSeconds(6))).isFalse();
  }

  @Test
  void graceOfZeroForgivesNothing() {
    assertThat(new Grace(Duration.ZERO).applies(Status.UNHEALTHY, Duration.ZERO)).isFalse();
  }
}
