// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.sources.net.SocketLink;
import io.marketprism.sources.venue.KeepAlive;
import java.util.concurrent.TimeUnit;

/**
 * Whether an open socket still lives: some frame comes now and then, and where the client must
 * speak on a quiet connection, it is answered. On the feed's thread.
 */
final class Liveness {
  private final SocketLink connection;
  private final KeepAlive keepAlive;
  private final long silenceNanos;
  private final SocketMetrics metrics;
  private final KeepAliveMetrics pings; // null without keepAlive
  private boolean pinged;
  private long pingedAtNanos;
  private boolean ponged;

  /**
   * @param keepAlive what to say, or null where the venue's pings keep the connection
   * @param silenceMillis a socket without any frame for so long is dead
   */
  Liveness(SocketLink connection, KeepAlive keepAlive, long silenceMillis, SocketMetrics metrics) {
    this.connection = connection;
    this.keepAlive = keepAlive;
    this.silenceNanos = TimeUnit.MILLISECONDS.toNanos(silenceMillis);
    this.metrics = metrics;
    this.pings = keepAlive == null ? null : metrics.keepAlive();
  }

  /** The venue answered in kind. */
  void answered() {
    ponged = true;
    pings.answered();
  }

  /** Looks at the socket, and speaks where it is time to; false if it is dead. */
  boolean check(long nanos) {
    long lastInbound = connection.lastInboundNanos();
    metrics.lastInbound(
        System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(nanos - lastInbound));
    if (nanos - lastInbound > silenceNanos) {
      return false;
    }
    return keepAlive == null || isAnswered(nanos, lastInbound);
  }

  private boolean isAnswered(long nanos, long lastInbound) {
    if (pinged && lastInbound - pingedAtNanos > 0) {
      pinged = false;
      if (!ponged) {
        pings.answeredByAnother();
      }
    }
    if (pinged) {
      if (nanos - pingedAtNanos > TimeUnit.MILLISECONDS.toNanos(keepAlive.answerMillis())) {
        pings.unanswered();
        return false;
      }
    } else if (nanos - lastInbound > TimeUnit.MILLISECONDS.toNanos(keepAlive.idleMillis())) {
      pinged = true;
      pingedAtNanos = nanos;
      ponged = false;
      pings.pinged(System.currentTimeMillis());
      connection.send(keepAlive.message());
    }
    return true;
  }
}
