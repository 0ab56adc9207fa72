// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a venue tells of one tradable pair.
 *
 * @param symbol the venue's symbol, e.g. {@code BTCUSDT}
 * @param base base asset
 * @param quote quote asset
 * @param tickSize smallest price step
 * @param stepSize smallest quantity step
 * @param contract contract data of a perpetual, empty for a spot pair
 * @param trading false where it is still listed but trading is halted
 */
public record Instrument(
    String symbol,
    String base,
    String quote,
    BigDecimal tickSize,
    BigDecimal stepSize,
    Optional<Contract> contract,
    boolean trading) {
  private static final List<String> QUOTES =
      List.of(
          "FDUSD", "USDT", "USDC", "TUSD", "BUSD", "USDP", "DAI", "TRY", "EUR", "GBP", "JPY", "BRL",
          "BTC", "ETH", "BNB", "USD");

  /** A spot pair that trades. */
  public Instrument(
      String symbol, String base, String quote, BigDecimal tickSize, BigDecimal stepSize) {
    this(symbol, base, quote, tickSize, stepSize, Optional.empty(), true);
  }

  /**
   * The pair that a symbol names, split at the first known quote asset it ends with.
   *
   * @throws IllegalArgumentException where no known quote asset ends the symbol
   */
  public static Instrument named(String symbol, BigDecimal tickSize, BigDecimal stepSize) {
    for (String quote : QUOTES) {
      if (symbol.length() > quote.length() && symbol.endsWith(quote)) {
        String base = symbol.substring(0, symbol.length() - quote.length());
        return new Instrument(symbol, base, quote, tickSize, stepSize);
      }
    }
    throw new IllegalArgumentException(
        "Symbol " + symbol + " ends with no known quote asset; known are " + QUOTES);
  }

  /** Whether it is a perpetual. */
  public boolean perpetual() {
    return contract.isPresent();
  }

  /** The same, trading or halted. */
  public Instrument withTrading(boolean now) {
    return new Instrument(symbol, base, quote, tickSize, stepSize, contract, now);
  }
}
