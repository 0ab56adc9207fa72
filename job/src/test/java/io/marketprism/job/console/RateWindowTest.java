// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateWindowTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void oneSampleHasNoRate() {
    RateWindow window = new RateWindow(3);
    window.sample(5 * SECOND, 100);
    assertThat(window.perSecond()).isZero();
  }

  @Test
  void rateSpansOldestToNewestSample() {
    RateWindow window = new RateWindow(3);
    window.sample(0, 0);
    window.sample(SECOND, 10);
    window.sample(2 * SECOND, 40);
    assertThat(window.perSecond()).isEqualTo(20.0);
  }

  @Test
  void samplesBeyondTheWindowAreForgotten() {
    RateWindow window = new RateWindow(3);
    window.sample(0, 0);
    window.sample(SECOND, 1_000);
    window.sample(2 * SECOND, 1_000);
    window.sample(3 * SECOND, 1_000);
    assertThat(window.perSecond()).isZero();
  }

  @Test
  void samplesOfOneInstantHaveNoRate() {
    RateWindow window = new RateWindow(3);
    window.sample(7, 1);
    window.sample(7, 2);
    assertThat(window.perSecond()).isZero();
  }
}
