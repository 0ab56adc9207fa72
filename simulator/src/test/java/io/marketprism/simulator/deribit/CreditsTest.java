// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Credits of an address are spent at once and come back with time. */
class CreditsTest {
  private static final long SECOND = 1_000_000_000L;
  private final Credits credits = new Credits(DeribitSettings.ofVenue().subscriptions());

  @Test
  void tenSubscriptionsAtOnceAreAdmittedAndTheEleventhIsNot() {
    for (int i = 0; i < 10; i++) {
      assertThat(credits.spend("a", 0)).isTrue();
    }
    assertThat(credits.spend("a", 0)).isFalse();
    assertThat(credits.spend("b", 0)).isTrue();
  }

  @Test
  void threeComeBackEachSecond() {
    for (int i = 0; i < 10; i++) {
      credits.spend("a", 0);
    }
    int admitted = 0;
    while (credits.spend("a", SECOND)) {
      admitted++;
    }
    assertThat(admitted).isEqualTo(3);
  }
}
