// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names of the instruments: {@code C0000USDT} to {@code C9999USDT}, all equally long. */
final class Symbols {
  /** Most instruments. */
  static final int MOST = 10_000;

  /** Digits in a name, and where they begin. */
  static final int DIGITS = 4;

  static final int DIGITS_AT = 1;

  /** The symbol that frames are encoded for beforehand. */
  static final String ANY = symbol(0);

  static final String ANY_IN_STREAM = ANY.toLowerCase(Locale.ROOT);

  private static final String QUOTE = "USDT";

  private Symbols() {}

  static String symbol(int instrument) {
    return base(instrument) + QUOTE;
  }

  static String base(int instrument) {
    return String.format(Locale.ROOT, "C%04d", instrument);
  }

  static String quote() {
    return QUOTE;
  }

  static byte[] digits(int instrument) {
    return base(instrument).substring(DIGITS_AT).getBytes(StandardCharsets.US_ASCII);
  }

  /** The instrument of a symbol in upper or lower case; -1 where it has none of these names. */
  static int instrument(String symbol) {
    String upper = symbol.toUpperCase(Locale.ROOT);
    return upper.matches("C[0-9]{4}USDT")
        ? Integer.parseInt(upper.substring(DIGITS_AT, DIGITS_AT + DIGITS))
        : -1;
  }
}
