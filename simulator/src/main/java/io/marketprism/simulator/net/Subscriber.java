// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import java.time.Duration;

/** A socket that takes frames. All methods may be called from any thread. */
public interface Subscriber {
  /** Sends a frame of a subscribed stream; it may stay buffered until {@link #flush}. */
  void send(Frame frame);

  /** Sends one text frame as it is. */
  void sendText(String text);

  /** Sends one binary frame as it is. */
  void sendBinary(byte[] bytes);

  /** Brings buffered frames out. */
  void flush();

  /**
   * Waits while more is under way to this socket than it has room for.
   *
   * @return false where {@code patience} ran out before
   */
  boolean awaitRoom(Duration patience) throws InterruptedException;

  /** Closes the socket with a WebSocket close frame. */
  void close();
}
