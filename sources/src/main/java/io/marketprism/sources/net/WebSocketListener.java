// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBuf;

/**
 * What a connection tells its owner. Every method is called on the connection's event loop, one at
 * a time: {@link #onOpen} at most once, then any of the others, and {@link #onClosed} exactly once
 * and last. After it nothing of that connection is ever heard again.
 *
 * <p>A payload is valid during the call only and belongs to the connection: do not release it, copy
 * what must outlive the call. It is backed by an array ({@link ByteBuf#hasArray()}), so that a
 * parser can read it in place.
 *
 * <p>A callback that throws closes the connection with {@link CloseReason.Cause#LISTENER_FAILED}.
 */
public interface WebSocketListener {

  /** The handshake is done; sending is possible. */
  void onOpen(WebSocketConnection connection);

  /** One whole text message. The bytes are as the server sent them and not checked to be UTF-8. */
  void onText(ByteBuf payload);

  /** One whole binary message. */
  void onBinary(ByteBuf payload);

  /**
   * A message is larger than {@link WebSocketOptions#maxMessageBytes()}. The rest of it is skipped
   * and the connection goes on.
   *
   * @param bytes size of the message as far as known now, in bytes: exact for an uncompressed
   *     message in one frame, else a lower bound
   * @param prefix its first bytes, at most {@link WebSocketOptions#OVERSIZE_PREFIX_BYTES}
   */
  void onOversize(long bytes, ByteBuf prefix);

  /** The server pinged; the answer is already on its way. */
  default void onPing() {}

  /**
   * The server sent a pong.
   *
   * @param roundTripNanos since the last {@link WebSocketConnection#ping()}, or -1 if this pong
   *     does not answer it
   */
  default void onPong(long roundTripNanos) {}

  /** The end: the socket is closed, or was never opened. */
  void onClosed(CloseReason reason);
}
