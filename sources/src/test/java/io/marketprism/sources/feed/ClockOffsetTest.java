// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockOffsetTest {
  private static final long START = 1_700_000_000_000L;

  private final ClockOffset offset = new ClockOffset();

  @Test
  void beforeASecondIsOverNothingIsKnown() {
    assertThat(offset.record(40, START)).isFalse();
    assertThat(offset.record(20, START + 999)).isFalse();
    assertThat(offset.seconds()).isZero();
  }

  @Test
  void theQuickestMessageOfASecondSpeaksForIt() {
    offset.record(90, START);
    offset.record(20, START + 1);
    offset.record(50, START + 2);

    assertThat(offset.record(70, START + 1_000)).isTrue();
    assertThat(offset.seconds()).isEqualTo(0.02);
  }

  @Test
  void oneSlowSecondDoesNotMoveTheMedian() {
    for (int second = 0; second < 10; second++) {
      offset.record(second == 5 ? 4_000 : 30, START + second * 1_000L);
    }

    assertThat(offset.seconds()).isEqualTo(0.03);
  }

  @Test
  void aClockBehindTheVenuesIsNegative() {
    offset.record(-1_500, START);
    offset.record(-1_500, START + 1_000);

    assertThat(offset.seconds()).isEqualTo(-1.5);
  }

  @Test
  void afterFiveMinutesASecondIsForgotten() {
    offset.record(4_000, START);
    for (int second = 1; second <= 301; second++) {
      offset.record(30, START + second * 1_000L);
    }
    offset.record(30, START + 600_000);
    offset.record(30, START + 601_000);

    assertThat(offset.seconds()).isEqualTo(0.03);
  }
}
