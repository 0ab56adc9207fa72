// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import static io.marketprism.model.FundingRate.UNKNOWN;

import io.marketprism.model.FundingRate;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Encodes {@code funding_rate} messages (wire contract 6.3). The settlements around the next one
 * and the premium follow from what the venue tells where it does not name them. Not thread-safe.
 */
final class FundingRateEncoder {
  private static final int PREMIUM_SCALE = 12;
  private static final long HOUR_MS = 3_600_000;
  private static final long MINUTE_MS = 60_000;

  private static final byte[] CURRENT_FUNDING_RATE = JsonWriter.name("current_funding_rate");
  private static final byte[] ESTIMATED_FUNDING_RATE = JsonWriter.name("estimated_funding_rate");
  private static final byte[] SETTLED_FUNDING_RATE = JsonWriter.name("settled_funding_rate");
  private static final byte[] INTEREST_RATE = JsonWriter.name("interest_rate");
  private static final byte[] FUNDING_INTERVAL = JsonWriter.name("funding_interval");
  private static final byte[] NEXT_FUNDING = JsonWriter.name("next_funding_ts_ms");
  private static final byte[] PREVIOUS_FUNDING = JsonWriter.name("funding_ts_ms");
  private static final byte[] FOLLOWING_FUNDING = JsonWriter.name("following_funding_ts_ms");
  private static final byte[] MARK_PRICE = JsonWriter.name("mark_price");
  private static final byte[] INDEX_PRICE = JsonWriter.name("index_price");
  private static final byte[] PREMIUM_INDEX = JsonWriter.name("premium_index");
  private static final byte[] PREMIUM_RATE = JsonWriter.name("premium_rate");

  private final EventFrame frame;

  FundingRateEncoder(WireOptions options) {
    this.frame = new EventFrame(WireMessage.Kind.FUNDING_RATE, options);
  }

  WireMessage encode(FundingRate funding, long publishTime) {
    BigDecimal premium = premium(funding);
    frame
        .begin(funding, publishTime)
        .number(CURRENT_FUNDING_RATE, funding.rate())
        .number(ESTIMATED_FUNDING_RATE, funding.estimatedRate())
        .number(SETTLED_FUNDING_RATE, funding.settledRate())
        .number(INTEREST_RATE, funding.interestRate())
        .field(FUNDING_INTERVAL, interval(funding.intervalMillis()))
        .field(NEXT_FUNDING, funding.nextFundingTime(), UNKNOWN)
        .field(PREVIOUS_FUNDING, settlement(funding, funding.previousFundingTime(), -1), UNKNOWN)
        .field(FOLLOWING_FUNDING, settlement(funding, funding.followingFundingTime(), 1), UNKNOWN)
        .number(MARK_PRICE, funding.markPrice())
        .number(INDEX_PRICE, funding.indexPrice())
        .number(PREMIUM_INDEX, premium)
        .number(PREMIUM_RATE, premiumRate(funding, premium));
    return frame.end(funding);
  }

  /** A time span as {@code 8h}, as {@code 30m} if it is not made of hours, else null. */
  private static String interval(long millis) {
    if (millis <= 0 || millis % MINUTE_MS != 0) {
      return null;
    }
    return millis % HOUR_MS == 0 ? millis / HOUR_MS + "h" : millis / MINUTE_MS + "m";
  }

  private static long settlement(FundingRate funding, long named, int intervals) {
    if (named != UNKNOWN) {
      return named;
    }
    return funding.nextFundingTime() == UNKNOWN || funding.intervalMillis() <= 0
        ? UNKNOWN
        : funding.nextFundingTime() + intervals * funding.intervalMillis();
  }

  private static BigDecimal premium(FundingRate funding) {
    return funding.markPrice() == null || funding.indexPrice() == null
        ? null
        : funding.markPrice().subtract(funding.indexPrice());
  }

  private static BigDecimal premiumRate(FundingRate funding, BigDecimal premium) {
    if (funding.premiumRate() != null || premium == null || funding.indexPrice().signum() == 0) {
      return funding.premiumRate();
    }
    return premium.divide(funding.indexPrice(), PREMIUM_SCALE, RoundingMode.HALF_EVEN);
  }
}
