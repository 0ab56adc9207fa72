// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.math.BigDecimal;

/**
 * One completed candle of a volatility index, in percent a year (wire contract 6.8).
 *
 * @param instrument the index; its symbol is the currency, e.g. {@code BTC}
 * @param openTime start of the candle, ms since the epoch
 * @param resolutionSeconds length of the candle
 * @param receiveTime see {@link MarketEvent#receiveTime()}
 * @param open first value
 * @param high highest value
 * @param low lowest value
 * @param close last value
 */
public record VolatilityIndex(
    Instrument instrument,
    long openTime,
    int resolutionSeconds,
    long receiveTime,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close)
    implements DerivativesEvent {

  /** End of the candle. */
  @Override
  public long eventTime() {
    return openTime + resolutionSeconds * 1_000L;
  }

  @Override
  public DataType dataType() {
    return DataType.VOLATILITY_INDEX;
  }
}
