// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The parts that events of several kinds have in common. */
final class Fields {
  /** Bytes of a decimal's digits: a product of two {@code Decimals.exact} numbers needs 62. */
  static final int MAX_DIGIT_BYTES = 64;

  /** Places of a decimal before or behind its point. */
  static final int MAX_SCALE = 1_000;

  private Fields() {}

  /** Writes both times; the event time, near the other, takes few bytes. */
  static void writeTimes(long eventTime, long receiveTime, DataOutput out) throws IOException {
    out.writeLong(receiveTime);
    VarInts.writeSigned(out, receiveTime - eventTime);
  }

  /** Reads the second of both times; the first, the receive time, is a plain long before it. */
  static long readEventTime(long receiveTime, DataInput in) throws IOException {
    return receiveTime - VarInts.readSigned(in);
  }

  /** Writes a text or null. */
  static void writeText(String text, DataOutput out) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  /** Reads what {@link #writeText} wrote. */
  static String readText(DataInput in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  /**
   * Writes a decimal with its scale, or null: the number of digit bytes, of which every number has
   * at least one, the bytes, the scale.
   *
   * @throws IOException if the decimal is larger than readers accept
   */
  static void writeDecimal(BigDecimal value, DataOutput out) throws IOException {
    if (value == null) {
      out.writeByte(0);
      return;
    }
    byte[] digits = value.unscaledValue().toByteArray();
    if (digits.length > MAX_DIGIT_BYTES || Math.abs((long) value.scale()) > MAX_SCALE) {
      throw new IOException(
          "decimal of " + digits.length + " bytes and scale " + value.scale() + " is too large");
    }
    out.writeByte(digits.length);
    out.write(digits);
    VarInts.writeSigned(out, value.scale());
  }

  /**
   * Reads what {@link #writeDecimal} wrote.
   *
   * @throws IOException if the bytes are no such decimal
   */
  static BigDecimal readDecimal(DataInput in) throws IOException {
    int length = in.readUnsignedByte();
    if (length == 0) {
      return null;
    }
    if (length > MAX_DIGIT_BYTES) {
      throw new IOException("malformed decimal: " + length + " bytes of digits");
    }
    byte[] digits = new byte[length];
    in.readFully(digits);
    long scale = VarInts.readSigned(in);
    if (scale < -MAX_SCALE || scale > MAX_SCALE) {
      throw new IOException("malformed decimal: scale " + scale);
    }
    return new BigDecimal(new BigInteger(digits), (int) scale);
  }
}
