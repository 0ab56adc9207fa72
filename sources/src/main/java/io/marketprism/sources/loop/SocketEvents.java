// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.loop;

import io.marketprism.sources.net.CloseReason;
import io.netty.buffer.ByteBuf;

/**
 * What a socket tells its feed, on the feed's thread: {@link #onOpen} at most once, then messages,
 * and {@link #onClosed} exactly once and last. A payload is backed by an array and valid during the
 * call only.
 */
public interface SocketEvents {
  /** The handshake is done; sending is possible. */
  void onOpen();

  /** One whole text message, not checked to be UTF-8. */
  void onText(ByteBuf payload);

  /** One whole binary message. */
  void onBinary(ByteBuf payload);

  /**
   * A message was larger than allowed and is skipped.
   *
   * @param bytes its size as far as known
   * @param prefix its first bytes
   */
  void onOversize(long bytes, ByteBuf prefix);

  /** The socket is closed, or was never opened. */
  void onClosed(CloseReason reason);
}
