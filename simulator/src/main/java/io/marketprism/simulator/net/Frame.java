// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import java.nio.charset.StandardCharsets;

/**
 * One encoded message of a stream in both forms that venues offer: wrapped with the stream's name,
 * and the bare data, which is a part of the wrapped text. Encoded once for all subscribers.
 */
public final class Frame {
  private static final String DATA = "\"data\":";
  private final String stream;
  private final byte[] wrapped;
  private final int dataOffset;

  private Frame(String stream, byte[] wrapped, int dataOffset) {
    this.stream = stream;
    this.wrapped = wrapped;
    this.dataOffset = dataOffset;
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
    return new Frame(stream, wrapped.getBytes(StandardCharsets.UTF_8), head.length);
  }

  /** The stream's name, e.g. {@code btcusdt@depth@100ms}. */
  public String stream() {
    return stream;
  }

  /** The UTF-8 text with wrapper; not to be changed. */
  byte[] bytes() {
    return wrapped;
  }

  /** Where the bare data begins; it ends one byte before the end. */
  int dataOffset() {
    return dataOffset;
  }
}
