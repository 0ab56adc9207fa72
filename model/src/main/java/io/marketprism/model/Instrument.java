// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One tradable thing of one venue under its normalized name. Immutable; instances are shared by all
 * events of the instrument.
 */
public final class Instrument implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern NATIVE = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern SIZE =
      Pattern.compile("(?=[0-9.]*[1-9])[0-9]{1,34}(\\.[0-9]{1,34})?");

  private final String exchange;
  private final MarketType marketType;
  private final String symbol;
  private final String nativeId;
  private final QuantityUnit quantityUnit;
  private final String contractValue;
  private final boolean inverse;
  private final String key;

  /**
   * @param exchange subject token 2, lower case, e.g. {@code binance}
   * @param marketType subject token 3
   * @param symbol normalized symbol, e.g. {@code BTC-USDT}
   * @param nativeId the venue's own name, e.g. {@code BTCUSDT}
   * @param quantityUnit unit of every quantity of the instrument
   * @param contractValue size of one contract as a plain decimal, or null where quantities are in
   *     base units
   * @throws IllegalArgumentException if a name could forge a subject (wire contract 1.1), or the
   *     contract value is no plain decimal above 0
   */
  public Instrument(
      String exchange,
      MarketType marketType,
      String symbol,
      String nativeId,
      QuantityUnit quantityUnit,
      String contractValue) {
    this(exchange, marketType, symbol, nativeId, quantityUnit, contractValue, false);
  }

  /**
   * @param contractValue size of one contract as a plain decimal: in base units, or in quote units
   *     where {@code inverse}; null where quantities are in base units or the size is unknown
   * @param inverse whether a contract is worth a fixed amount of the quote currency
   * @throws IllegalArgumentException if a name could forge a subject (wire contract 1.1), or the
   *     contract value is no plain decimal above 0
   */
  public Instrument(
      String exchange,
      MarketType marketType,
      String symbol,
      String nativeId,
      QuantityUnit quantityUnit,
      String contractValue,
      boolean inverse) {
    this.exchange = matching(TOKEN, exchange, "exchange");
    this.marketType = Objects.requireNonNull(marketType, "marketType");
    this.symbol = matching(TOKEN, symbol, "symbol");
    this.nativeId = matching(NATIVE, nativeId, "instrument id");
    this.quantityUnit = Objects.requireNonNull(quantityUnit, "quantityUnit");
    this.contractValue =
        contractValue == null ? null : matching(SIZE, contractValue, "contract value");
    this.inverse = inverse;
    this.key = exchange + '.' + marketType.token() + '.' + symbol;
  }

  /** An instrument of a spot market: quantities in base units, no contract. */
  public static Instrument spot(String exchange, String symbol, String nativeId) {
    return new Instrument(exchange, MarketType.SPOT, symbol, nativeId, QuantityUnit.BASE, null);
  }

  /** Whether a name may become a subject token: 1 to 100 of letters, digits, _ and -. */
  public static boolean isLegalToken(String name) {
    return TOKEN.matcher(name).matches();
  }

  private static String matching(Pattern pattern, String value, String what) {
    if (value == null || !pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what + " '" + value + "' does not match " + pattern.pattern());
    }
    return value;
  }

  public String exchange() {
    return exchange;
  }

  public MarketType marketType() {
    return marketType;
  }

  public String symbol() {
    return symbol;
  }

  public String nativeId() {
    return nativeId;
  }

  public QuantityUnit quantityUnit() {
    return quantityUnit;
  }

  /** Size of one contract as a plain decimal, or null. */
  public String contractValue() {
    return contractValue;
  }

  /** Whether a contract is worth a fixed amount of the quote currency, not of the base. */
  public boolean isInverse() {
    return inverse;
  }

  /**
   * The key of all keyed state: {@code {exchange}.{market_type}.{symbol}}, the last three tokens of
   * the instrument's subjects.
   */
  public String key() {
    return key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Instrument that
        && key.equals(that.key)
        && nativeId.equals(that.nativeId)
        && quantityUnit == that.quantityUnit
        && inverse == that.inverse
        && Objects.equals(contractValue, that.contractValue);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return key + " (" + nativeId + ")";
  }
}
