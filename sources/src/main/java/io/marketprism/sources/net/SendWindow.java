// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;

/**
 * Lets at most n frames out in any span of a period, wherever the span begins. A plain token bucket
 * of n would let 2n out in one span: a full bucket, then its refill; venues disconnect for that.
 * Pure, one thread; times are of {@link System#nanoTime()}.
 */
final class SendWindow {
  private final long[] sentAt;
  private final long period;
  private int next;
  private int filled;

  SendWindow(int limit, Duration period) {
    this.sentAt = new long[limit];
    this.period = period.toNanos();
  }

  /** Nanoseconds until a frame may be sent; 0: now. */
  long waitNanos(long now) {
    if (filled < sentAt.length) {
      return 0;
    }
    return Math.max(0, sentAt[next] + period - now);
  }

  void sent(long now) {
    sentAt[next] = now;
    next = (next + 1) % sentAt.length;
    filled = Math.min(filled + 1, sentAt.length);
  }
}
