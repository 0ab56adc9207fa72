// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: 1 s, doubling to 30 s, each ±20 % at random so that
 * feeds that failed together do not return together (venues.md 1.1, rule 5). It applies after a
 * clean close as well: a server that closes politely at once would else be asked without pause.
 *
 * <p>Pure; one thread. The caller measures the time and calls {@link #reset()} only after {@link
 * #STABLE_AFTER} of data, so that a server that accepts and closes does not reset it.
 */
public final class Backoff {

  /** How long data must have flowed before {@link #reset()} is due. */
  public static final Duration STABLE_AFTER = Duration.ofSeconds(60);

  private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LAST_NANOS = Duration.ofSeconds(30).toNanos();
  private static final double JITTER = 0.2;

  private final RandomGenerator random;
  private final long first;
  private long base;
  private int attempts;

  public Backoff(RandomGenerator random) {
    this(random, FIRST_NANOS);
  }

  Backoff(RandomGenerator random, long firstNanos) {
    this.random = random;
    this.first = firstNanos;
    this.base = firstNanos;
  }

  /** The wait before the next attempt, 0.8 s to 36 s; each call counts as an attempt. */
  public Duration next() {
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    long wait = Math.round(base * factor);
    base = Math.min(LAST_NANOS, base * 2);
    attempts++;
    return Duration.ofNanos(wait);
  }

  /** Attempts since the last reset. */
  public int attempts() {
    return attempts;
  }

  /** Begins again at 1 s. */
  public void reset() {
    base = first;
    attempts = 0;
  }
}
