// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

/**
 * What the owner of a socket does with it, on the socket's thread. After the end nothing happens.
 */
public interface SocketLink {
  /**
   * Sends a text message, at once or as soon as the send limit allows; messages keep their order.
   *
   * @return false if the socket is not open, and the message was dropped
   */
  boolean send(String text);

  /** Stops or resumes reading. */
  void setReading(boolean on);

  /** Closes the socket; its owner is told later, never within this call. */
  void close();

  /**
   * {@link System#nanoTime()} of the last byte received; before the first one, of the attempt to
   * connect.
   */
  long lastInboundNanos();
}
