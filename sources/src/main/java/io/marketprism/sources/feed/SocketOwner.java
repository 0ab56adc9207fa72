// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.sources.net.CloseReason;

/** Told what becomes of a feed's sockets. On the feed's thread. */
interface SocketOwner {
  /** The socket is open, and nothing is subscribed. */
  void opened(FeedSocket socket);

  /** All that was subscribed is answered, and nothing of it is accepted. */
  void refused(FeedSocket socket);

  /** All that was subscribed is answered. Once. */
  void subscribed(FeedSocket socket, int instruments);

  /** The venue announced the socket's end; {@code reason} is a code of wire contract 7.3. */
  void endAnnounced(FeedSocket socket, String reason);

  /** A message was dealt with. */
  void frameDone();

  /**
   * The socket is closed; once and last.
   *
   * @param code why, a code of wire contract 7.3
   */
  void closed(FeedSocket socket, String code, CloseReason reason);
}
