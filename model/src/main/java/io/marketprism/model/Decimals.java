// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Exact decimals. On the hot path they are scaled longs: a value is {@code mantissa × 10^-scale},
 * with 0 ≤ scale ≤ {@value #MAX_SCALE}, and nothing is allocated. Elsewhere they are {@link
 * BigDecimal}s of at most {@value #MAX_EXACT_DIGITS} significant digits.
 */
public final class Decimals {
  /** The largest scale a scaled long may have. */
  public static final int MAX_SCALE = 18;

  /** The most significant digits that {@link #exact} reads. */
  public static final int MAX_EXACT_DIGITS = 34;

  /** How far from the point the last significant digit may lie that {@link #exact} reads. */
  public static final int MAX_EXACT_SCALE = 40;

  private static final int MAX_TEXT = 256;
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?");

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

  /** How many digits a number has, without leading zeros; 1 for 0. The number must be ≥ 0. */
  public static int digits(long number) {
    // 1233 / 4096 is a little more than the decimal digits of a bit.
    int atLeast = ((64 - Long.numberOfLeadingZeros(number)) * 1233) >>> 12;
    return number >= POWERS[atLeast] ? atLeast + 1 : Math.max(1, atLeast);
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
   * Reads a venue's number text, in the grammar of {@link DecimalParser}: {@code
   * [-]digits[.digits][(e|E)[+-]digits]}, with at most three digits of exponent. The result has the
   * smallest scale ≥ 0 that holds the value, so that equal values are equal objects.
   *
   * @throws MalformedDecimalException if the text is no number, has more than {@value
   *     #MAX_EXACT_DIGITS} significant digits, or its last one lies more than {@value
   *     #MAX_EXACT_SCALE} places before or behind the point
   */
  public static BigDecimal exact(CharSequence text) throws MalformedDecimalException {
    if (text.length() > MAX_TEXT || !NUMBER.matcher(text).matches()) {
      throw malformed("not a number", text);
    }
    BigDecimal value = new BigDecimal(text.toString()).stripTrailingZeros();
    if (value.precision() > MAX_EXACT_DIGITS) {
      throw malformed("more than " + MAX_EXACT_DIGITS + " significant digits", text);
    }
    if (Math.abs(value.scale()) > MAX_EXACT_SCALE) {
      throw malformed("more than " + MAX_EXACT_SCALE + " places from the point", text);
    }
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  private static MalformedDecimalException malformed(String why, CharSequence text) {
    return new MalformedDecimalException(
        why + ": '" + text.subSequence(0, Math.min(text.length(), 64)) + "'");
  }

  /** Plain text without trailing zeros and without an exponent. */
  public static String toPlainString(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }

  /**
   * Plain text without trailing zeros and without an exponent. For messages and tests; writers have
   * their own path.
   */
  public static String toPlainString(long mantissa, int scale) {
    if (mantissa == 0) {
      return "0";
    }
    return toPlainString(BigDecimal.valueOf(mantissa, scale));
  }
}
