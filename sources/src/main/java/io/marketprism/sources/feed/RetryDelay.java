// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

/** Doubling delays of one instrument's requests: 1 s to 60 s (venues.md 1.3). */
final class RetryDelay {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LAST_MILLIS = 60_000;

  private long next = FIRST_MILLIS;
  private int failures;

  /** The delay before the next attempt, in ms. */
  long next() {
    long delay = next;
    next = Math.min(LAST_MILLIS, next * 2);
    failures++;
    return delay;
  }

  /** Attempts since the last reset. */
  int failures() {
    return failures;
  }

  void reset() {
    next = FIRST_MILLIS;
    failures = 0;
  }
}
