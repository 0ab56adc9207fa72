// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import io.marketprism.model.JournalEntry;
import io.marketprism.model.MarketType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The bytes of journal entries, behind the kind. */
final class JournalEntryCodec {
  /** More than any frame that a feed takes. */
  private static final int MAX_PAYLOAD_BYTES = 256 << 20;

  private static final int MAX_LOOKS = 1 << 20;

  private JournalEntryCodec() {}

  static void write(JournalEntry entry, DataOutput out) throws IOException {
    out.writeUTF(entry.exchange());
    out.writeByte(entry.marketType().code());
    out.writeUTF(entry.connectionId());
    out.writeLong(entry.run());
    VarInts.writeSigned(out, entry.number());
    out.writeLong(entry.receiveTime());
    out.writeLong(entry.nanos());
    out.writeByte(entry.kind().ordinal());
    VarInts.writeSigned(out, entry.id());
    out.writeInt(entry.payload() == null ? -1 : entry.payload().length);
    if (entry.payload() != null) {
      out.write(entry.payload());
    }
    Fields.writeText(entry.detail(), out);
    VarInts.write(out, entry.looks().length);
    for (long look : entry.looks()) {
      VarInts.writeSigned(out, look);
    }
  }

  static JournalEntry read(DataInput in) throws IOException {
    return new JournalEntry(
        in.readUTF(),
        MarketType.ofCode(in.readByte()),
        in.readUTF(),
        in.readLong(),
        VarInts.readSigned(in),
        in.readLong(),
        in.readLong(),
        JournalEntry.Kind.ofCode(in.readByte()),
        VarInts.readSigned(in),
        readPayload(in),
        Fields.readText(in),
        readLooks(in));
  }

  private static byte[] readPayload(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    if (length > MAX_PAYLOAD_BYTES) {
      throw new IOException("malformed journal entry: " + length + " bytes");
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return payload;
  }

  private static long[] readLooks(DataInput in) throws IOException {
    long[] looks = new long[VarInts.readSize(in, MAX_LOOKS)];
    for (int n = 0; n < looks.length; n++) {
      looks[n] = VarInts.readSigned(in);
    }
    return looks;
  }
}
