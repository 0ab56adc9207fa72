// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One encoded message of a stream in both forms that venues offer: wrapped with the stream's name,
 * and the bare data, which is a part of the wrapped text. Encoded once for all subscribers.
 */
public final class Frame {
  private static final String DATA = "\"data\":";
  private static final byte GARBAGE = '~';
  private static final long NO_ID = Long.MIN_VALUE;
  private final String stream;
  private final byte[] wrapped;
  private final int dataOffset;
  private final int dataEnd;
  private final long firstId;
  private final long lastId;

  private Frame(
      String stream, byte[] wrapped, int dataOffset, int dataEnd, long firstId, long lastId) {
    this.stream = stream;
    this.wrapped = wrapped;
    this.dataOffset = dataOffset;
    this.dataEnd = dataEnd;
    this.firstId = firstId;
    this.lastId = lastId;
  }

  /** Wraps {@code data}, a JSON text, with the stream's name. */
  public static Frame of(String stream, String data) {
    return ofWrapped(stream, "{\"stream\":\"" + stream + "\",\"data\":" + data + "}");
  }

  /**
   * A message that already has its wrapper and is sent byte for byte.
   *
   * @throws IllegalArgumentException where the text has no {@code data}
   */
  public static Frame ofWrapped(String stream, String wrapped) {
    int data = wrapped.indexOf(DATA);
    if (data < 0) {
      throw new IllegalArgumentException("a frame of " + stream + " has no data: " + wrapped);
    }
    byte[] head = wrapped.substring(0, data + DATA.length()).getBytes(StandardCharsets.UTF_8);
    byte[] bytes = wrapped.getBytes(StandardCharsets.UTF_8);
    return new Frame(stream, bytes, head.length, bytes.length - 1, NO_ID, NO_ID);
  }

  /** The same, known to carry the updates or trades of these ids. */
  public Frame carrying(long first, long last) {
    return new Frame(stream, wrapped, dataOffset, dataEnd, first, last);
  }

  /**
   * The same, cut off in the middle of its data, at the border of a character: with and without
   * wrapper it is no JSON, because the data's last bracket is missing.
   */
  public Frame cut() {
    int end = dataOffset + Math.max(1, (dataEnd - dataOffset) / 2);
    while (isWithinCharacter(wrapped[end])) {
      end--;
    }
    return new Frame(stream, Arrays.copyOf(wrapped, end), dataOffset, end, firstId, lastId);
  }

  private static boolean isWithinCharacter(byte utf8) {
    return (utf8 & 0xC0) == 0x80;
  }

  /**
   * The same with all brackets and colons of its data overwritten: it is UTF-8 still, but neither
   * with nor without wrapper is there a JSON value in it.
   */
  public Frame garbled() {
    byte[] bytes = wrapped.clone();
    for (int i = dataOffset; i < dataEnd; i++) {
      switch (bytes[i]) {
        case '{', '}', '[', ']', ':' -> bytes[i] = GARBAGE;
        default -> {
          // Left as it is: the rest cannot be read without these.
        }
      }
    }
    return new Frame(stream, bytes, dataOffset, dataEnd, firstId, lastId);
  }

  /** The stream's name, e.g. {@code btcusdt@depth@100ms}. */
  public String stream() {
    return stream;
  }

  /** The UTF-8 text with wrapper; not to be changed. */
  byte[] bytes() {
    return wrapped;
  }

  /** Where the bare data begins. */
  int dataOffset() {
    return dataOffset;
  }

  /** Where the bare data ends. */
  int dataEnd() {
    return dataEnd;
  }

  /** Whether the ids that it carries are known. */
  public boolean hasIds() {
    return firstId != NO_ID;
  }

  /** First id of the update or the trades that it carries. */
  public long firstId() {
    return firstId;
  }

  /** Last id of the update or the trades that it carries. */
  public long lastId() {
    return lastId;
  }
}
