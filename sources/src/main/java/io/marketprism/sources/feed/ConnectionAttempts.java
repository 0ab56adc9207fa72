// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.sources.net.CloseReason;
import io.marketprism.sources.reader.HandoverQueue;
import io.marketprism.sources.venue.VenueGateway;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to open one socket: not while the job still works off a backlog, and not beyond the
 * venue's limit of attempts. On the feed's thread.
 */
final class ConnectionAttempts {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionAttempts.class);

  private static final long STALE_GRANT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final FeedContext feed;
  private final VenueGateway gateway;
  private final HandoverQueue queue;

  ConnectionAttempts(FeedContext feed, VenueGateway gateway, HandoverQueue queue) {
    this.feed = feed;
    this.gateway = gateway;
    this.queue = queue;
  }

  /**
   * Asks for an attempt; one of the two follows later on the feed's thread, unless the feed is
   * closed.
   */
  void next(Runnable granted, Runnable refused) {
    queue.whenSpace(
        () ->
            gateway
                .connectionAttempt()
                .whenComplete(
                    (grant, refusal) -> {
                      long answeredAt = System.nanoTime();
                      feed.execute(() -> answered(answeredAt, refusal, granted, refused));
                    }));
  }

  private void answered(long at, Throwable refusal, Runnable granted, Runnable refused) {
    if (refusal != null) {
      LOG.warn("{}: {}", feed.splitId, refusal.getMessage());
      refused.run();
    } else if (System.nanoTime() - at > STALE_GRANT_NANOS) {
      // This thread was held up, and with it the attempts of other feeds: together they would be
      // more at once than the venue allows.
      next(granted, refused);
    } else {
      granted.run();
    }
  }

  /** A socket ended: a venue that refused it is left alone for as long as it asks for. */
  void ended(CloseReason reason) {
    if (reason.cause() == CloseReason.Cause.REJECTED) {
      gateway.connectionRefused(reason.httpStatus(), reason.retryAfter());
    }
  }
}
