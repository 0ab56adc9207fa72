// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Instruments as byte blocks, encoded once and read back as shared instances: events of one
 * instrument cost no strings. Both caches start anew at {@value #MAX_CACHED} entries. Not
 * thread-safe.
 */
final class InstrumentCodec {
  private static final int MAX_CACHED = 50_000;
  private static final int MAX_BYTES = 4_096;
  private static final int VALUE = 1;
  private static final int INVERSE = 2;

  private final Map<Instrument, byte[]> encoded = new HashMap<>();
  private final Map<Block, Instrument> decoded = new HashMap<>();
  private final Block block = new Block(new byte[128]);
  private Instrument lastWritten;
  private byte[] lastBytes;

  void write(Instrument instrument, DataOutput out) throws IOException {
    if (instrument != lastWritten) {
      byte[] bytes = encoded.get(instrument);
      if (bytes == null) {
        if (encoded.size() >= MAX_CACHED) {
          encoded.clear();
        }
        bytes = encode(instrument);
        encoded.put(instrument, bytes);
      }
      lastWritten = instrument;
      lastBytes = bytes;
    }
    VarInts.write(out, lastBytes.length);
    out.write(lastBytes);
  }

  Instrument read(DataInput in) throws IOException {
    block.read(VarInts.readSize(in, MAX_BYTES), in);
    Instrument known = decoded.get(block);
    if (known == null) {
      if (decoded.size() >= MAX_CACHED) {
        decoded.clear();
      }
      Block own = block.copy();
      known = decode(own.bytes);
      decoded.put(own, known);
    }
    return known;
  }

  /** Encoded instruments as keys; hashed eight bytes at a time, for it is done for each event. */
  private static final class Block {
    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private byte[] bytes;
    private int length;
    private int hash;

    Block(byte[] bytes) {
      this.bytes = bytes;
    }

    void read(int newLength, DataInput in) throws IOException {
      if (bytes.length < newLength) {
        bytes = new byte[newLength];
      }
      in.readFully(bytes, 0, newLength);
      length = newLength;
      hash = hash(bytes, newLength);
    }

    Block copy() {
      Block copy = new Block(Arrays.copyOf(bytes, length));
      copy.length = length;
      copy.hash = hash;
      return copy;
    }

    private static int hash(byte[] bytes, int length) {
      long hash = length;
      int i = 0;
      for (; i <= length - Long.BYTES; i += Long.BYTES) {
        hash = (hash ^ (long) LONGS.get(bytes, i)) * MIX;
        hash ^= hash >>> Integer.SIZE;
      }
      for (; i < length; i++) {
        hash = (hash ^ bytes[i]) * MIX;
      }
      return (int) (hash ^ hash >>> Integer.SIZE);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Block that
          && hash == that.hash
          && Arrays.equals(bytes, 0, length, that.bytes, 0, that.length);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private static byte[] encode(Instrument instrument) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(instrument.exchange());
    out.writeByte(instrument.marketType().code());
    out.writeUTF(instrument.symbol());
    out.writeUTF(instrument.nativeId());
    out.writeByte(instrument.quantityUnit().code());
    // The first release wrote 0 or 1 here and knew no inverse contracts.
    out.writeByte(
        (instrument.contractValue() != null ? VALUE : 0) + (instrument.isInverse() ? INVERSE : 0));
    if (instrument.contractValue() != null) {
      out.writeUTF(instrument.contractValue());
    }
    return bytes.toByteArray();
  }

  private static Instrument decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    String exchange = in.readUTF();
    MarketType marketType = MarketType.ofCode(in.readByte());
    String symbol = in.readUTF();
    String nativeId = in.readUTF();
    QuantityUnit unit = QuantityUnit.ofCode(in.readByte());
    int contract = in.readByte();
    return new Instrument(
        exchange,
        marketType,
        symbol,
        nativeId,
        unit,
        (contract & VALUE) != 0 ? in.readUTF() : null,
        (contract & INVERSE) != 0);
  }
}
