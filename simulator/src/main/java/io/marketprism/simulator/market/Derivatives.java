// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a venue tells of its perpetuals and volatility indices when asked. Any thread. Every answer
 * that was given is in the truth log.
 */
public interface Derivatives {
  /** The funding of a perpetual at this moment. */
  Funding funding(String symbol);

  /** The open interest of a perpetual at this moment. */
  OpenInterest openInterest(String symbol);

  /**
   * The newest long-short ratio of a perpetual.
   *
   * @param ofTopPositions of top traders' positions, else of all accounts
   * @param period length of the period, e.g. {@code 5m}
   */
  LongShortRatio longShortRatio(String symbol, boolean ofTopPositions, String period);

  /**
   * Candles of a volatility index that begin from {@code start} to {@code end}, ascending; the last
   * may be forming.
   *
   * @param currency e.g. {@code BTC}
   */
  List<Candle> volatility(String currency, long start, long end, int resolutionSeconds);

  /** Funding; rates are fractions, times epoch milliseconds. */
  record Funding(
      String symbol,
      BigDecimal rate,
      BigDecimal settledRate,
      BigDecimal interestRate,
      BigDecimal premium,
      BigDecimal markPrice,
      BigDecimal indexPrice,
      long intervalMillis,
      long nextFundingTime,
      long time) {}

  /** Open interest in contracts (or base units where the venue has no contracts), base and USD. */
  record OpenInterest(
      String symbol, BigDecimal amount, BigDecimal baseAmount, BigDecimal usdAmount, long time) {}

  /** Long ÷ short with both shares, for the period that begins at {@code timestamp}. */
  record LongShortRatio(
      String symbol,
      BigDecimal ratio,
      BigDecimal longShare,
      BigDecimal shortShare,
      long timestamp) {}

  /** A candle; {@code time} is its start in epoch milliseconds. */
  record Candle(long time, BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close) {}
}
