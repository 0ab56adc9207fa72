// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import java.util.random.RandomGenerator;

/**
 * Doubling delays of one instrument's requests: 1 s to 60 s, each 20 % more or less by chance, so
 * that many instruments do not ask together (venues.md 1.3).
 */
final class RetryDelay {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LAST_MILLIS = 60_000;
  private static final double JITTER = 0.2;

  private final RandomGenerator random;
  private final boolean firstAtOnce;
  private long next = FIRST_MILLIS;
  private int attempts;

  /** Delays for what has failed once. */
  RetryDelay(RandomGenerator random) {
    this(false, random);
  }

  private RetryDelay(boolean firstAtOnce, RandomGenerator random) {
    this.random = random;
    this.firstAtOnce = firstAtOnce;
  }

  /** Delays for what is done at once the first time, and may have to be done again. */
  static RetryDelay firstAtOnce(RandomGenerator random) {
    return new RetryDelay(true, random);
  }

  /** The delay before the next attempt, in ms; 0: at once. */
  long next() {
    attempts++;
    if (firstAtOnce && attempts == 1) {
      return 0;
    }
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    long delay = Math.min(LAST_MILLIS, Math.round(next * factor));
    next = Math.min(LAST_MILLIS, next * 2);
    return delay;
  }

  /** Attempts since the last reset. */
  int failures() {
    return attempts;
  }

  void reset() {
    next = FIRST_MILLIS;
    attempts = 0;
  }
}
