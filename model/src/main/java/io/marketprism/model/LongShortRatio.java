// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.math.BigDecimal;

/**
 * How traders are positioned (wire contract 6.6, 6.7): of top traders' positions, or of all
 * accounts.
 *
 * @param instrument the perpetual
 * @param dataType {@link DataType#LSR_TOP_POSITION} or {@link DataType#LSR_ALL_ACCOUNT}
 * @param eventTime stamp of the period as the venue gives it, ms since the epoch
 * @param receiveTime see {@link MarketEvent#receiveTime()}
 * @param ratio long ÷ short, ≥ 0; always a ratio, also when it is below 1
 * @param longShare the long side's fraction as the venue names it, or null where it follows from
 *     the ratio
 * @param shortShare likewise for the short side
 * @param period length of the period as requested, e.g. {@code 5m}
 */
public record LongShortRatio(
    Instrument instrument,
    DataType dataType,
    long eventTime,
    long receiveTime,
    BigDecimal ratio,
    BigDecimal longShare,
    BigDecimal shortShare,
    String period)
    implements DerivativesEvent {

  public LongShortRatio {
    if (dataType != DataType.LSR_TOP_POSITION && dataType != DataType.LSR_ALL_ACCOUNT) {
      throw new IllegalArgumentException("no long-short ratio: " + dataType);
    }
  }
}
