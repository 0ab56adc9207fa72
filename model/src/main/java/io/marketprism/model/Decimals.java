// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.math.BigDecimal;

/**
 * Exact decimals as scaled longs: a value is {@code mantissa × 10^-scale}, with 0 ≤ scale ≤ {@value
 * #MAX_SCALE}. Nothing here allocates on the success path.
 */
public final class Decimals {
  /** The largest scale a value may have. */
  public static final int MAX_SCALE = 18;

  private static final long[] POWERS = new long[MAX_SCALE + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i <= MAX_SCALE; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Decimals() {}

  /** 10 to the {@code exponent}, 0 ≤ exponent ≤ {@value #MAX_SCALE}. */
  public static long powerOfTen(int exponent) {
    return POWERS[exponent];
  }

  /**
   * The mantissa of the same value at a larger or equal scale.
   *
   * @throws MalformedDecimalException if the mantissa would not fit a long
   */
  public static long rescale(long mantissa, int fromScale, int toScale)
      throws MalformedDecimalException {
    if (fromScale == toScale || mantissa == 0) {
      return mantissa;
    }
    long factor = POWERS[toScale - fromScale];
    long high = Math.multiplyHigh(mantissa, factor);
    long low = mantissa * factor;
    if ((high != 0 || low < 0) && (high != -1 || low >= 0)) {
      throw new MalformedDecimalException(
          "number out of range: " + mantissa + "E-" + fromScale + " at scale " + toScale);
    }
    return low;
  }

  /**
   * Plain text without trailing zeros and without an exponent. For messages and tests; writers have
   * their own path.
   */
  public static String toPlainString(long mantissa, int scale) {
    if (mantissa == 0) {
      return "0";
    }
    return BigDecimal.valueOf(mantissa, scale).stripTrailingZeros().toPlainString();
  }
}
