// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.sources.venue.VenueSettings;
import java.util.concurrent.TimeUnit;

/**
 * How old a socket may become before another takes its place, so that the venue does not end it. A
 * random part differs from socket to socket, so that those opened together do not end together. On
 * the feed's thread.
 */
final class LongestAge {
  private final FeedContext feed;
  private final VenueSettings.Sockets limits;
  private long nanos;

  LongestAge(FeedContext feed) {
    this.feed = feed;
    this.limits = feed.settings.sockets();
  }

  /** For another socket. */
  void begin() {
    long jitter = feed.random().nextLong(limits.maxAgeJitterMillis() + 1);
    nanos = TimeUnit.MILLISECONDS.toNanos(limits.maxAgeMillis() + jitter);
  }

  /** Whether a socket is older than that. */
  boolean isOver(FeedSocket socket) {
    return limits.maxAgeMillis() > 0 && socket.ageNanos() > nanos;
  }
}
