// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackfillDeferralTest {
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(BackfillDeferral.LONGEST_SECONDS);

  private final BackfillDeferral deferral = new BackfillDeferral();

  @Test
  void backfillGoesAheadWithoutPressure() {
    assertThat(deferral.waits(false, 5)).isFalse();
  }

  @Test
  void backfillWaitsForTheEndOfThePressure() {
    assertThat(deferral.waits(true, 5)).isTrue();
    assertThat(deferral.waits(true, 6)).isTrue();
    assertThat(deferral.waits(false, 7)).isFalse();
  }

  @Test
  void backfillGoesAheadUnderPressureThatLasts() {
    assertThat(deferral.waits(true, 5)).isTrue();
    assertThat(deferral.waits(true, 5 + LONGEST - 1)).isTrue();
    assertThat(deferral.waits(true, 5 + LONGEST)).isFalse();
    assertThat(deferral.waits(true, 6 + LONGEST)).as("nor does its next page wait").isFalse();
  }

  @Test
  void nextPeriodOfPressureHasItsOwnTime() {
    assertThat(deferral.waits(true, 5)).isTrue();
    assertThat(deferral.waits(true, 5 + LONGEST)).isFalse();
    assertThat(deferral.waits(false, 6 + LONGEST)).isFalse();
    assertThat(deferral.waits(true, 7 + LONGEST)).isTrue();
  }
}
