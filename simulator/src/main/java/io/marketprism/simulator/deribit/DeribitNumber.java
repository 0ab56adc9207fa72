// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import java.math.BigDecimal;

/**
 * JSON numbers as Deribit writes them: with a decimal point, and round amounts or very small rates
 * with an exponent, e.g. {@code 2.2e3}.
 */
final class DeribitNumber {
  private static final BigDecimal LARGE = BigDecimal.valueOf(1_000);
  private static final BigDecimal SMALL = new BigDecimal("0.001");
  private static final int ROUND_DIGITS = 3;

  private DeribitNumber() {}

  /** With a decimal point and without exponent, e.g. {@code 23461.0}. */
  static String plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() > 0 ? stripped.toPlainString() : stripped.toPlainString() + ".0";
  }

  /** With an exponent where the number is large and round, or very small. */
  static String shortest(BigDecimal number) {
    BigDecimal size = number.abs();
    boolean round =
        size.compareTo(LARGE) >= 0 && number.stripTrailingZeros().precision() <= ROUND_DIGITS;
    boolean small = number.signum() != 0 && size.compareTo(SMALL) < 0;
    return round || small ? exponential(number) : plain(number);
  }

  private static String exponential(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    int exponent = stripped.precision() - stripped.scale() - 1;
    return plain(stripped.movePointLeft(exponent)) + "e" + exponent;
  }
}
