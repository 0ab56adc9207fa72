// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import java.util.List;

/**
 * Splits a symbol into base and quote by the quote's name alone: the last resort of wire contract
 * 3, rule 2.
 */
public final class QuoteSuffixes {
  private static final List<String> LONGEST_FIRST =
      List.of(
          "FDUSD", "USDT", "USDC", "TUSD", "BUSD", "USDP", "DAI", "TRY", "EUR", "GBP", "JPY", "BRL",
          "BTC", "ETH", "BNB", "USD");

  private QuoteSuffixes() {}

  /** {@code BASE-QUOTE}, or null if no known quote ends the symbol. */
  public static String split(String symbol) {
    for (String quote : LONGEST_FIRST) {
      if (symbol.length() > quote.length() && symbol.endsWith(quote)) {
        return symbol.substring(0, symbol.length() - quote.length()) + '-' + quote;
      }
    }
    return null;
  }
}
