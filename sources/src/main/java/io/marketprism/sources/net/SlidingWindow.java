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
    if (filled < takenAt.length) {
      return 0;
    }
    return Math.max(0, takenAt[next] + period - now);
  }

  void take(long now) {
    takenAt[next] = now;
    next = (next + 1) % takenAt.length;
    filled = Math.min(filled + 1, takenAt.length);
  }
}
