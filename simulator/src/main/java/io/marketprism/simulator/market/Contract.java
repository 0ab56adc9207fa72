// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What one contract of a perpetual is.
 *
 * @param inverse whether it is settled in the base asset and its size is in quote currency
 * @param value size of one contract ({@code ctVal}), in {@code valueCurrency}
 * @param multiplier factor upon the size ({@code ctMult})
 * @param valueCurrency currency of the size
 * @param settleCurrency currency of profit and loss
 */
public record Contract(
    boolean inverse,
    BigDecimal value,
    BigDecimal multiplier,
    String valueCurrency,
    String settleCurrency) {
  /** Quantities are in the base asset itself, as on Binance USD-M. */
  public static Contract ofBase(String base, String quote) {
    return new Contract(false, BigDecimal.ONE, BigDecimal.ONE, base, quote);
  }

  /** So much of the base asset a contract, settled in the quote asset. */
  public static Contract linear(String value, String base, String quote) {
    return new Contract(false, new BigDecimal(value), BigDecimal.ONE, base, quote);
  }

  /** So much of the quote currency a contract, settled in the base asset. */
  public static Contract inverse(String value, String base, String quote) {
    return new Contract(true, new BigDecimal(value), BigDecimal.ONE, quote, base);
  }

  /** The base quantity of so many contracts at a price, at least 8 decimals where divided. */
  public BigDecimal baseQuantity(BigDecimal contracts, BigDecimal price) {
    BigDecimal size = contracts.multiply(value).multiply(multiplier);
    return inverse ? size.divide(price, 8, RoundingMode.HALF_EVEN) : size;
  }
}
