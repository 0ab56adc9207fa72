// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/**
 * Parses a venue's number text into a mantissa and the smallest scale that holds it ({@code
 * "61737.63000000"} becomes 6173763 at scale 2). Keeps its last result in fields so that parsing
 * allocates nothing. Not thread-safe.
 */
public final class DecimalParser {
  private static final int MAX_DIGITS = 18;

  private long mantissa;
  private int scale;

  /** Mantissa of the last parsed number. */
  public long mantissa() {
    return mantissa;
  }

  /** Scale of the last parsed number: 0 … {@value Decimals#MAX_SCALE}, no larger than needed. */
  public int scale() {
    return scale;
  }

  /**
   * Parses {@code [-]digits[.digits][(e|E)[+-]digits]}, with at most three digits of exponent.
   * Leading zeros are allowed; a point stands between digits.
   *
   * @throws MalformedDecimalException if the text is no number, has more than 18 significant
   *     digits, or a scale above {@value Decimals#MAX_SCALE}
   */
  public void parse(char[] text, int offset, int length) throws MalformedDecimalException {
    int position = offset;
    int end = offset + length;
    boolean negative = false;
    if (position < end && text[position] == '-') {
      negative = true;
      position++;
    }
    long value = 0;
    int significant = 0;
    int fraction = 0;
    int digits = 0;
    int digitsBeforePoint = 0;
    // Zeros are held back until a later digit proves that they are not trailing.
    int pendingZeros = 0;
    boolean inFraction = false;
    int exponent = 0;
    for (; position < end; position++) {
      char c = text[position];
      if (c >= '1' && c <= '9') {
        digits++;
        int shift = pendingZeros + 1;
        if (significant > 0) {
          significant += shift;
          if (significant > MAX_DIGITS) {
            throw malformed("more than 18 significant digits", text, offset, length);
          }
          value *= Decimals.powerOfTen(shift);
        } else {
          significant = 1;
        }
        value += c - '0';
        if (inFraction) {
          fraction += shift;
        }
        pendingZeros = 0;
      } else if (c == '0') {
        digits++;
        pendingZeros++;
      } else if (c == '.' && !inFraction && digits > 0) {
        inFraction = true;
        digitsBeforePoint = digits;
        if (pendingZeros > 0) {
          // Zeros before the point are part of the integer: they count as places, not as fraction.
          if (significant > 0) {
            significant += pendingZeros;
            if (significant > MAX_DIGITS) {
              throw malformed("more than 18 significant digits", text, offset, length);
            }
            value *= Decimals.powerOfTen(pendingZeros);
          }
          pendingZeros = 0;
        }
      } else if ((c == 'e' || c == 'E') && digits > digitsBeforePoint) {
        exponent = exponent(text, position + 1, end, offset, length);
        break;
      } else {
        throw malformed("not a number", text, offset, length);
      }
    }
    if (digits == digitsBeforePoint) {
      throw malformed("not a number", text, offset, length);
    }
    if (!inFraction && pendingZeros > 0 && value != 0) {
      significant += pendingZeros;
      if (significant > MAX_DIGITS) {
        throw malformed("more than 18 significant digits", text, offset, length);
      }
      value *= Decimals.powerOfTen(pendingZeros);
    }
    int places = fraction - exponent;
    if (value == 0) {
      places = 0;
    } else if (places < 0) {
      if (significant - places > MAX_DIGITS) {
        throw malformed("more than 18 significant digits", text, offset, length);
      }
      value *= Decimals.powerOfTen(-places);
      places = 0;
    } else {
      while (places > 0 && value % 10 == 0) {
        value /= 10;
        places--;
      }
      if (places > Decimals.MAX_SCALE) {
        throw malformed("more than 18 decimal places", text, offset, length);
      }
    }
    mantissa = negative ? -value : value;
    scale = places;
  }

  /** {@link #parse(char[], int, int)} of a whole string. */
  public void parse(String text) throws MalformedDecimalException {
    parse(text.toCharArray(), 0, text.length());
  }

  private static int exponent(char[] text, int start, int end, int offset, int length)
      throws MalformedDecimalException {
    int position = start;
    boolean negative = false;
    if (position < end && (text[position] == '-' || text[position] == '+')) {
      negative = text[position] == '-';
      position++;
    }
    if (position == end || end - position > 3) {
      throw malformed("not a number", text, offset, length);
    }
    int value = 0;
    for (; position < end; position++) {
      char c = text[position];
      if (c < '0' || c > '9') {
        throw malformed("not a number", text, offset, length);
      }
      value = value * 10 + (c - '0');
    }
    return negative ? -value : value;
  }

  private static MalformedDecimalException malformed(
      String why, char[] text, int offset, int length) {
    return new MalformedDecimalException(
        why + ": '" + new String(text, offset, Math.min(length, 64)) + "'");
  }
}
