// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;

/**
 * Lets at most n things happen in any span of a period, wherever the span begins. A plain token
 * bucket of n would let 2n through in one span: a full bucket, then its refill; venues disconnect
 * for that. Pure, not thread-safe; times are of {@link System#nanoTime()}.
 */
final class SlidingWindow {
  private final long[] takenAt;
  private final long period;
  private int next;
  private int filled;

  SlidingWindow(int limit, Duration period) {
    this.takenAt = new long[limit];
    this.period = period.toNanos();
  }

  /** Nanoseconds until the next one may happen; 0: now. */
  long waitNanos(long now) {
    return waitNanos(1, now);
  }

  /** Nanoseconds until so many, at most the limit, may happen together; 0: now. */
  long waitNanos(int count, long now) {
    int beyond = filled + count - takenAt.length; // as many of the oldest must be over
    if (beyond <= 0) {
      return 0;
    }
    int last = Math.floorMod(next - filled + beyond - 1, takenAt.length);
    return Math.max(0, takenAt[last] + period - now);
  }

  /** How many happened in the period up to now. */
  int taken(long now) {
    int count = 0;
    for (int i = 0; i < filled; i++) {
      if (now - takenAt[i] < period) {
        count++;
      }
    }
    return count;
  }

  /** When the last ones happened, oldest first. */
  long[] times() {
    long[] times = new long[filled];
    for (int i = 0; i < filled; i++) {
      times[i] = takenAt[Math.floorMod(next - filled + i, takenAt.length)];
    }
    return times;
  }

  void take(long now) {
    takenAt[next] = now;
    next = (next + 1) % takenAt.length;
    filled = Math.min(filled + 1, takenAt.length);
  }
}
