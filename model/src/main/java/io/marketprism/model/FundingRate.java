// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.math.BigDecimal;

/**
 * A perpetual's funding (wire contract 6.3). Rates are fractions per {@link #intervalMillis()};
 * times are ms since the epoch, {@link #UNKNOWN} where the venue did not tell.
 *
 * @param instrument the perpetual
 * @param eventTime see {@link DerivativesEvent#eventTime()}
 * @param receiveTime see {@link MarketEvent#receiveTime()}
 * @param rate the rate to be exchanged at {@code nextFundingTime}
 * @param estimatedRate forecast for the period after, or null
 * @param settledRate last settled rate, or null
 * @param interestRate interest part, or null
 * @param intervalMillis real time between settlements, or {@link #UNKNOWN}
 * @param nextFundingTime next settlement
 * @param previousFundingTime previous settlement as the venue names it, or {@link #UNKNOWN}
 * @param followingFundingTime settlement after the next as the venue names it, or {@link #UNKNOWN}
 * @param markPrice mark price in quote units, or null
 * @param indexPrice index price in quote units, or null
 * @param premiumRate premium relative to the index as the venue names it, or null
 */
public record FundingRate(
    Instrument instrument,
    long eventTime,
    long receiveTime,
    BigDecimal rate,
    BigDecimal estimatedRate,
    BigDecimal settledRate,
    BigDecimal interestRate,
    long intervalMillis,
    long nextFundingTime,
    long previousFundingTime,
    long followingFundingTime,
    BigDecimal markPrice,
    BigDecimal indexPrice,
    BigDecimal premiumRate)
    implements DerivativesEvent {
  /** A time or span that the venue did not tell. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  @Override
  public DataType dataType() {
    return DataType.FUNDING_RATE;
  }
}
