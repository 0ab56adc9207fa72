// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LivingCollectorsTest {
  private static final long NOW = 1_700_000_000_000L;

  private final LivingCollectors collectors = new LivingCollectors("self");

  @Test
  void thisOneCountsBeforeAnyHeartbeat() {
    assertThat(collectors.count(NOW)).isEqualTo(1);
  }

  @Test
  void ownHeartbeatsDoNotMakeASecondOne() {
    collectors.heard("self", NOW);

    assertThat(collectors.count(NOW)).isEqualTo(1);
  }

  @Test
  void anotherIsCountedOnceHoweverOftenItSpeaks() {
    collectors.heard("other", NOW);
    collectors.heard("other", NOW + 1);

    assertThat(collectors.count(NOW + 2)).isEqualTo(2);
  }

  @Test
  void whoeverIsSilentForHalfAMinuteIsGone() {
    collectors.heard("other", NOW);

    assertThat(collectors.count(NOW + LivingCollectors.WINDOW_MILLIS)).isEqualTo(2);
    assertThat(collectors.count(NOW + LivingCollectors.WINDOW_MILLIS + 1)).isEqualTo(1);
  }
}
