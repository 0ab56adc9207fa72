// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.LongShortRatio;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
  private static final long TIME = 1_786_540_200_000L;
  private static final long PERIOD = 300_000;

  private final Freshness freshness = new Freshness();

  private void ratioOf(long time) {
    freshness.arrived(
        new LongShortRatio(
            Instrument.spot("okx", "BTC-USDT", "BTC-USDT"),
            DataType.LSR_ALL_ACCOUNT,
            time,
            time,
            BigDecimal.ONE,
            null,
            null,
            "5m"));
  }

  @Test
  void ratioIsFreshForThreePeriods() {
    ratioOf(TIME);
    assertThat(freshness.isFresh(TIME + 3 * PERIOD)).isTrue();
    assertThat(freshness.isFresh(TIME + 3 * PERIOD + 1)).isFalse();
  }

  @Test
  void newestRatioCounts() {
    ratioOf(TIME + PERIOD);
    ratioOf(TIME);
    assertThat(freshness.isFresh(TIME + 4 * PERIOD)).isTrue();
  }

  @Test
  void venueThatHasSaidNothingYetIsNotOld() {
    assertThat(freshness.isFresh(TIME)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"5m,300000", "1H,3600000", "6Hutc,21600000", "4h,14400000", "1d,86400000"})
  void periodsAreReadAsVenuesWriteThem(String period, long millis) {
    assertThat(Freshness.millis(period)).isEqualTo(millis);
  }
}
