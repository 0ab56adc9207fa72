// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Integers in 7-bit groups, least significant first; small numbers take few bytes. */
public final class VarInts {
  private VarInts() {}

  /** Writes an unsigned value: 1 byte below 128, 10 bytes for a negative one. */
  public static void write(DataOutput out, long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes are no such number
   */
  public static long read(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.readByte();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("malformed number: more than 10 bytes");
  }

  /** Writes a signed value so that numbers near zero take few bytes. */
  public static void writeSigned(DataOutput out, long value) throws IOException {
    write(out, (value << 1) ^ (value >> 63));
  }

  /** Reads what {@link #writeSigned} wrote. */
  public static long readSigned(DataInput in) throws IOException {
    long value = read(in);
    return (value >>> 1) ^ -(value & 1);
  }

  /** Reads a size and refuses what no valid value can have. */
  public static int readSize(DataInput in, int limit) throws IOException {
    long size = read(in);
    if (size < 0 || size > limit) {
      throw new IOException("malformed size " + size + ", limit " + limit);
    }
    return (int) size;
  }
}
