// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.sources.loop.FeedLoop;
import io.marketprism.sources.net.CloseReason;
import io.marketprism.sources.venue.VenueGateway;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to open one socket: not while the job still works off a backlog, and not beyond the
 * venue's limit of attempts. On the feed's thread.
 */
final class ConnectionAttempts {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionAttempts.class);

  private static final long STALE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final FeedContext feed;
  private final VenueGateway gateway;

  ConnectionAttempts(FeedContext feed, VenueGateway gateway) {
    this.feed = feed;
    this.gateway = gateway;
  }

  /**
   * Asks for an attempt; one of the two follows later on the feed's thread, unless the feed is
   * closed.
   */
  void next(Runnable granted, Runnable refused) {
    feed.whenSpace(() -> ask(granted, refused));
  }

  private void ask(Runnable granted, Runnable refused) {
    AtomicLong grantedAt = new AtomicLong();
    feed.ask(
        () ->
            gateway
                .connectionAttempt()
                .thenApply(
                    grant -> {
                      grantedAt.set(System.nanoTime());
                      return FeedLoop.NOTHING;
                    }),
        (grant, refusal) -> {
          if (refusal != null) {
            LOG.warn("{}: {}", feed.splitId, refusal.getMessage());
            refused.run();
          } else if (feed.loop.look(() -> System.nanoTime() - grantedAt.get()) > STALE_NANOS) {
            // This thread was held up, and with it the attempts of other feeds: together they
            // would be more at once than the venue allows.
            next(granted, refused);
          } else {
            granted.run();
          }
        });
  }

  /** A socket ended: a venue that refused it is left alone for as long as it asks for. */
  void ended(CloseReason reason) {
    if (reason.cause() == CloseReason.Cause.REJECTED) {
      feed.loop.tell(() -> gateway.connectionRefused(reason.httpStatus(), reason.retryAfter()));
    }
  }
}
