// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.Decimals;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes flat JSON into a reused byte buffer: field names are prepared once, numbers go in digit by
 * digit, nothing is allocated but the result. Not thread-safe.
 */
public final class JsonWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] PAIRS = new byte[200];

  static {
    for (int i = 0; i < 100; i++) {
      PAIRS[2 * i] = (byte) ('0' + i / 10);
      PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
    }
  }

  private byte[] buffer = new byte[1024];
  private int size;

  /** A field's name with quotes and colon, prepared once. */
  public static byte[] name(String name) {
    return ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  /** Starts a new object. */
  JsonWriter begin() {
    size = 0;
    put((byte) '{');
    return this;
  }

  /** Starts from bytes that were prepared before and that end within an object. */
  JsonWriter begin(byte[] prepared) {
    size = 0;
    raw(prepared);
    return this;
  }

  /** Ends the object; the result is a copy. */
  byte[] end() {
    put((byte) '}');
    return Arrays.copyOf(buffer, size);
  }

  /** What was written so far, without an end. */
  byte[] prefix() {
    return Arrays.copyOf(buffer, size);
  }

  int size() {
    return size;
  }

  /**
   * Copies what was written from a position on to the beginning of an array, and returns that, or a
   * longer one with some room for more if it does not hold it.
   */
  byte[] copy(int from, byte[] target) {
    int length = size - from;
    byte[] copy = target.length < length ? new byte[length + (length >> 3)] : target;
    System.arraycopy(buffer, from, copy, 0, length);
    return copy;
  }

  JsonWriter field(byte[] name, String value) {
    key(name);
    string(value);
    return this;
  }

  JsonWriter field(byte[] name, long value) {
    key(name);
    number(value);
    return this;
  }

  JsonWriter field(byte[] name, boolean value) {
    key(name);
    raw(value ? TRUE : FALSE);
    return this;
  }

  /** A number, or null where it equals {@code none}. */
  JsonWriter field(byte[] name, long value, long none) {
    key(name);
    if (value == none) {
      raw(NULL);
    } else {
      number(value);
    }
    return this;
  }

  /** A decimal as a string. */
  JsonWriter decimal(byte[] name, long mantissa, int scale) {
    key(name);
    quoted(mantissa, scale);
    return this;
  }

  /** A decimal as a string, without a name. */
  void quoted(long mantissa, int scale) {
    put((byte) '"');
    plain(mantissa, scale);
    put((byte) '"');
  }

  /** A decimal as a string, or null. */
  JsonWriter decimal(byte[] name, BigDecimal value) {
    return field(name, value == null ? null : Decimals.toPlainString(value));
  }

  /** A decimal as a JSON number in plain form, or null. */
  JsonWriter number(byte[] name, BigDecimal value) {
    key(name);
    raw(value == null ? NULL : Decimals.toPlainString(value).getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /** Bytes as text: as they are if they are UTF-8, else in Base64. */
  JsonWriter bytes(byte[] name, byte[] value, boolean utf8) {
    key(name);
    if (utf8) {
      string(new String(value, StandardCharsets.UTF_8));
    } else {
      put((byte) '"');
      raw(Base64.getEncoder().encode(value));
      put((byte) '"');
    }
    return this;
  }

  void key(byte[] name) {
    if (buffer[size - 1] != '{') {
      put((byte) ',');
    }
    raw(name);
  }

  void put(byte b) {
    ensure(1);
    buffer[size++] = b;
  }

  void raw(byte[] bytes) {
    raw(bytes, 0, bytes.length);
  }

  /** Some of the bytes of an array. */
  void raw(byte[] bytes, int from, int to) {
    ensure(to - from);
    System.arraycopy(bytes, from, buffer, size, to - from);
    size += to - from;
  }

  void string(String value) {
    if (value == null) {
      raw(NULL);
      return;
    }
    put((byte) '"');
    int length = value.length();
    ensure(length);
    int i = 0;
    for (; i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\') {
        break;
      }
      buffer[size++] = (byte) c;
    }
    if (i < length) {
      escaped(value.substring(i));
    }
    put((byte) '"');
  }

  private void escaped(String rest) {
    for (byte b : rest.getBytes(StandardCharsets.UTF_8)) {
      if (b == '"' || b == '\\') {
        put((byte) '\\');
        put(b);
      } else if (b >= 0 && b < 0x20 || b == 0x7f) {
        raw(new byte[] {'\\', 'u', '0', '0', HEX[b >> 4], HEX[b & 15]});
      } else {
        put(b);
      }
    }
  }

  void number(long value) {
    plain(value, 0);
  }

  /**
   * Plain decimal: no exponent, no trailing fractional zeros (wire contract 2, rule 1). Digits are
   * written from the last to the first, two by a division.
   */
  void plain(long mantissa, int scale) {
    if (mantissa == Long.MIN_VALUE) {
      raw(Decimals.toPlainString(mantissa, scale).getBytes(StandardCharsets.US_ASCII));
      return;
    }
    ensure(24 + Decimals.MAX_SCALE);
    long rest = mantissa;
    if (rest < 0) {
      buffer[size++] = '-';
      rest = -rest;
    }
    int places = rest == 0 ? 0 : scale;
    while (places > 0 && rest % 10 == 0) {
      rest /= 10;
      places--;
    }
    int length = Math.max(Decimals.digits(rest), places + 1) + (places > 0 ? 1 : 0);
    int position = size + length;
    size = position;
    if (places > 0) {
      int left = places;
      for (; left >= 2; left -= 2) {
        long next = rest / 100;
        position = pair(position, (int) (rest - 100 * next));
        rest = next;
      }
      if (left > 0) {
        long next = rest / 10;
        buffer[--position] = (byte) ('0' + (rest - 10 * next));
        rest = next;
      }
      buffer[--position] = '.';
    }
    while (rest >= 100) {
      long next = rest / 100;
      position = pair(position, (int) (rest - 100 * next));
      rest = next;
    }
    if (rest >= 10) {
      pair(position, (int) rest);
    } else {
      buffer[position - 1] = (byte) ('0' + rest);
    }
  }

  /** Writes two digits before a position. */
  private int pair(int position, int value) {
    buffer[position - 1] = PAIRS[2 * value + 1];
    buffer[position - 2] = PAIRS[2 * value];
    return position - 2;
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
