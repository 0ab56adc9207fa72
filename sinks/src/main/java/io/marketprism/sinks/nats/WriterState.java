// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * What a checkpoint keeps of a writer. Messages are confirmed before it, so it is only the time:
 * what a restored job publishes again was published after it.
 *
 * <p>A writer that has not caught up since its restore passes on the time that it was given, within
 * bounds: what its job published before that may come again yet.
 *
 * @param confirmedAt when everything before was confirmed, ms since the epoch by the writer's clock
 */
record WriterState(long confirmedAt) {

  /** The form in checkpoints and savepoints. Stateless. */
  static final class Serializer implements SimpleVersionedSerializer<WriterState> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(WriterState state) {
      return ByteBuffer.allocate(Long.BYTES).putLong(state.confirmedAt()).array();
    }

    @Override
    public WriterState deserialize(int version, byte[] bytes) throws IOException {
      if (version != VERSION || bytes.length != Long.BYTES) {
        throw new IOException(
            "A NATS writer's state of version %d with %d bytes cannot be read; version %d is known."
                .formatted(version, bytes.length, VERSION));
      }
      return new WriterState(ByteBuffer.wrap(bytes).getLong());
    }
  }
}
