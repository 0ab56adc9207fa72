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
import java.nio.ByteBuffer;
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
  private final Map<ByteBuffer, Instrument> decoded = new HashMap<>();
  private byte[] scratch = new byte[128];
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
    int length = VarInts.readSize(in, MAX_BYTES);
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    in.readFully(scratch, 0, length);
    Instrument known = decoded.get(ByteBuffer.wrap(scratch, 0, length));
    if (known == null) {
      if (decoded.size() >= MAX_CACHED) {
        decoded.clear();
      }
      byte[] bytes = java.util.Arrays.copyOf(scratch, length);
      known = decode(bytes);
      decoded.put(ByteBuffer.wrap(bytes), known);
    }
    return known;
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
