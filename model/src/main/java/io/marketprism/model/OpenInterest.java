// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.math.BigDecimal;

/**
 * How much of a perpetual is held (wire contract 6.4).
 *
 * @param instrument the perpetual; its quantity unit is the unit of {@code amount}
 * @param eventTime see {@link DerivativesEvent#eventTime()}
 * @param receiveTime see {@link MarketEvent#receiveTime()}
 * @param amount open interest in the instrument's quantity unit
 * @param baseAmount the same in base units, or null
 * @param usdAmount the same in USD (or a USD coin), or null
 * @param markPrice the mark price that came with it or was used for {@code usdAmount}, or null
 * @param indexPrice the index price that came with it, or null
 */
public record OpenInterest(
    Instrument instrument,
    long eventTime,
    long receiveTime,
    BigDecimal amount,
    BigDecimal baseAmount,
    BigDecimal usdAmount,
    BigDecimal markPrice,
    BigDecimal indexPrice)
    implements DerivativesEvent {

  @Override
  public DataType dataType() {
    return DataType.OPEN_INTEREST;
  }
}
