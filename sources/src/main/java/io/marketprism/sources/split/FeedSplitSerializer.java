// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.split;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.serde.Instruments;
import io.marketprism.model.serde.VarInts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Splits in checkpoints and on the way to readers. Every released version stays readable. */
public final class FeedSplitSerializer implements SimpleVersionedSerializer<FeedSplit> {
  /** The present version. */
  public static final int VERSION = 2;

  /** Before there were several connections for the same instruments. */
  private static final int WITHOUT_REPLICAS = 1;

  private static final int MAX_REPLICA = 16;
  private static final int MAX_INSTRUMENTS = 1_000_000;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(FeedSplit split) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(split, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Override
  public FeedSplit deserialize(int version, byte[] serialized) throws IOException {
    return read(version, new DataInputStream(new ByteArrayInputStream(serialized)));
  }

  /** Writes one split in the present version. */
  public static void write(FeedSplit split, DataOutput out) throws IOException {
    out.writeUTF(split.splitId());
    out.writeUTF(split.venue());
    out.writeUTF(split.dataType().token());
    VarInts.write(out, split.replica());
    VarInts.write(out, split.instruments().size());
    for (Instrument instrument : split.instruments()) {
      Instruments.write(instrument, out);
      Cursor cursor = split.cursors().get(instrument.key());
      out.writeBoolean(cursor != null);
      if (cursor != null) {
        VarInts.writeSigned(out, cursor.lastId());
        VarInts.writeSigned(out, cursor.receiveTime());
      }
    }
  }

  /**
   * Reads what {@link #write} wrote, in this release or an earlier one.
   *
   * @throws IOException if the version is of a later release, or the bytes are no split
   */
  public static FeedSplit read(int version, DataInput in) throws IOException {
    if (version < WITHOUT_REPLICAS || version > VERSION) {
      throw new IOException(
          "feed split of version " + version + "; this release reads up to version " + VERSION);
    }
    String splitId = in.readUTF();
    String venue = in.readUTF();
    DataType dataType = DataType.ofToken(in.readUTF());
    int replica = version == WITHOUT_REPLICAS ? 0 : VarInts.readSize(in, MAX_REPLICA);
    int size = VarInts.readSize(in, MAX_INSTRUMENTS);
    List<Instrument> instruments = new ArrayList<>();
    Map<String, Cursor> cursors = new HashMap<>();
    for (int i = 0; i < size; i++) {
      Instrument instrument = Instruments.read(in);
      instruments.add(instrument);
      if (in.readBoolean()) {
        cursors.put(instrument.key(), new Cursor(VarInts.readSigned(in), VarInts.readSigned(in)));
      }
    }
    return new FeedSplit(splitId, venue, dataType, instruments, cursors, replica);
  }
}
