// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/**
 * What a venue tells of an instrument now and then, beside its book and its trades. Numbers are
 * exact {@link java.math.BigDecimal}s with the venue's digits; null means that the venue did not
 * tell.
 */
public sealed interface DerivativesEvent extends MarketEvent
    permits FundingRate, OpenInterest, Liquidation, LongShortRatio, VolatilityIndex {
  Instrument instrument();

  /** What kind of message it becomes. */
  DataType dataType();

  /** The venue's time, ms since the epoch; 0 where the venue sent none. */
  long eventTime();
}
