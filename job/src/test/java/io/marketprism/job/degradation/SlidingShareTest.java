// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlidingShareTest {
  private final SlidingShare share = new SlidingShare();

  @Test
  void firstSampleTellsNothingYet() {
    assertThat(share.percent(500, 1_000)).isZero();
  }

  @Test
  void wholeThatDoesNotGrowHasNoShare() {
    share.percent(5, 10);

    assertThat(share.percent(5, 10)).isZero();
  }

  @Test
  void shareIsThatOfTheLastTenSamples() {
    double last = 0;
    for (int i = 0; i <= 10; i++) {
      last = share.percent(i, 2L * i);
    }
    assertThat(last).isEqualTo(50);
    for (int i = 11; i <= 15; i++) {
      last = share.percent(10, 2L * i);
    }
    assertThat(last).isEqualTo(25);
    for (int i = 16; i <= 1_000; i++) {
      last = share.percent(10, 2L * i);
    }
    assertThat(last).isZero();
    for (int i = 1_001; i <= 1_010; i++) {
      last = share.percent(10 + 2L * (i - 1_000), 2L * i);
    }
    assertThat(last).isEqualTo(100);
  }
}
