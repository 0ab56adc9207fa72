// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RequestWeightTest {
  private static final long SECOND = 1_000_000_000L;

  /** A clock that a test sets. */
  private static final class SetClock extends Clock {
    private long millis = 1_700_000_040_000L;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }

  private final SetClock clock = new SetClock();
  private final RequestWeight weights = new RequestWeight(100, clock);

  @Test
  void theBudgetIsPerAddressAndMinute() {
    assertThat(weights.charge("a", 60)).isEqualTo(new RequestWeight.Standing(200, 60, 0));
    assertThat(weights.charge("a", 40)).isEqualTo(new RequestWeight.Standing(200, 100, 0));
    assertThat(weights.charge("b", 100).status()).isEqualTo(200);
    clock.millis += 15_000;
    assertThat(weights.charge("a", 1).status()).isEqualTo(429);
    clock.millis += 60_000;
    assertThat(weights.charge("a", 60)).isEqualTo(new RequestWeight.Standing(200, 60, 0));
  }

  @Test
  void aRefusalSaysWhenTheMinuteEnds() {
    clock.millis = 60_000L * 1_000 + 45_500;
    assertThat(weights.charge("a", 101)).isEqualTo(new RequestWeight.Standing(429, 101, 15));
  }

  @Test
  void whoGoesOnIsBannedBeyondTheMinuteAndThenForgiven() {
    int status = 0;
    for (int i = 0; i < 22; i++) {
      status = weights.charge("a", 101).status();
    }
    assertThat(status).isEqualTo(418);
    clock.millis += 61_000;
    assertThat(weights.charge("a", 1).status()).isEqualTo(418);
    clock.millis += 60_000;
    assertThat(weights.charge("a", 1).status()).isEqualTo(200);
  }

  @Test
  void fiveMessagesASecondAreAdmittedAndTheSixthIsNot() {
    MessageRate rate = new MessageRate(5);
    for (int i = 0; i < 5; i++) {
      assertThat(rate.admits(i)).isTrue();
    }
    assertThat(rate.admits(SECOND - 1)).isFalse();
    MessageRate slow = new MessageRate(5);
    for (int i = 0; i < 50; i++) {
      assertThat(slow.admits(i * SECOND / 5)).isTrue();
    }
  }
}
