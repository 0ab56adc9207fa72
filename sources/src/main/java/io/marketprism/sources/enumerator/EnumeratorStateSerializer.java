// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.model.serde.VarInts;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.split.FeedSplitSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The enumerator's state in checkpoints. Every released version stays readable. */
public final class EnumeratorStateSerializer implements SimpleVersionedSerializer<EnumeratorState> {
  /** Its splits are in the version of the same number. */
  private static final int VERSION = FeedSplitSerializer.VERSION;

  private static final int MAX_SPLITS = 1_000_000;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(EnumeratorState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    VarInts.write(out, state.unassigned().size());
    for (FeedSplit split : state.unassigned()) {
      FeedSplitSerializer.write(split, out);
    }
    return bytes.toByteArray();
  }

  @Override
  public EnumeratorState deserialize(int version, byte[] serialized) throws IOException {
    if (version < 1 || version > VERSION) {
      throw new IOException(
          "enumerator state of version " + version + "; this release reads up to " + VERSION);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    int size = VarInts.readSize(in, MAX_SPLITS);
    List<FeedSplit> splits = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      splits.add(FeedSplitSerializer.read(version, in));
    }
    return new EnumeratorState(splits);
  }
}
