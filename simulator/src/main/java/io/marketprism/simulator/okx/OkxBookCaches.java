// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.okx.OkxRest.OkxError;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The books that REST answers with. The venue answers from several back-ends that cache each for
 * itself, so that an answer can be older than the one before (OKX v5 documentation, "Get order
 * book"); here from two by turns, of which one is renewed after 50 ms, the other much later. Runs
 * on one event loop.
 */
final class OkxBookCaches {
  private static final Duration FRESH = Duration.ofMillis(50);

  private record Cached(OkxBook.Push book, long since) {}

  private final OkxFeed feed;
  private final long staleMillis;
  private final Clock clock;
  private final Map<String, Cached> fresh = new HashMap<>();
  private final Map<String, Cached> stale = new HashMap<>();
  private boolean staleNext;

  OkxBookCaches(OkxFeed feed, Duration stale, Clock clock) {
    this.feed = feed;
    this.staleMillis = stale.toMillis();
    this.clock = clock;
  }

  /** The best {@code depth} levels of a listed instrument, from the back-end whose turn it is. */
  OkxBook.Push book(String instId, int depth) {
    boolean old = staleNext;
    staleNext = !staleNext;
    OkxBook.Push book =
        old ? cached(stale, instId, staleMillis) : cached(fresh, instId, FRESH.toMillis());
    return book.top(depth);
  }

  private OkxBook.Push cached(Map<String, Cached> cache, String instId, long lifeMillis) {
    long now = clock.millis();
    Cached known = cache.get(instId);
    if (known == null || now - known.since() >= lifeMillis) {
      known = new Cached(feed.book(instId).orElseThrow(OkxError::unavailable), now);
      cache.put(instId, known);
    }
    return known.book();
  }
}
