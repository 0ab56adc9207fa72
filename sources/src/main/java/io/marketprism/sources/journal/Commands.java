// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.journal;

import io.marketprism.model.JournalEntry;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.loop.Command;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.split.FeedSplitSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How journals hold commands: the split that a feed begins with, the instruments it gets. */
final class Commands {
  private static final FeedSplitSerializer SPLITS = new FeedSplitSerializer();

  private Commands() {}

  static JournalEntry.Kind kind(Command command) {
    if (command instanceof Command.Start) {
      return JournalEntry.Kind.START;
    }
    return command instanceof Command.Instruments
        ? JournalEntry.Kind.INSTRUMENTS
        : JournalEntry.Kind.RESYNC;
  }

  /** The payload of a command to a feed of a split. */
  static byte[] payload(Command command, FeedSplit split) {
    if (command instanceof Command.Start) {
      return write(split);
    }
    if (command instanceof Command.Instruments change) {
      return write(split.withInstruments(change.instruments()));
    }
    return ((Command.Resync) command).request().instrumentKey().getBytes(StandardCharsets.UTF_8);
  }

  /** What else a command says, or null. */
  static String detail(Command command) {
    return command instanceof Command.Resync resync ? resync.request().reason() : null;
  }

  static ResyncRequest readResync(JournalEntry entry) {
    return new ResyncRequest(new String(entry.payload(), StandardCharsets.UTF_8), entry.detail());
  }

  private static byte[] write(FeedSplit split) {
    try {
      byte[] bytes = SPLITS.serialize(split);
      byte[] versioned = new byte[bytes.length + 1];
      versioned[0] = (byte) SPLITS.getVersion();
      System.arraycopy(bytes, 0, versioned, 1, bytes.length);
      return versioned;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The split of an entry.
   *
   * @throws IOException if its payload is none
   */
  static FeedSplit readSplit(JournalEntry entry) throws IOException {
    byte[] payload = entry.payload();
    if (payload == null || payload.length == 0) {
      throw new IOException(entry + " holds no split");
    }
    byte[] bytes = Arrays.copyOfRange(payload, 1, payload.length);
    return SPLITS.deserialize(payload[0], bytes);
  }
}
