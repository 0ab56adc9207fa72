// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import java.util.ArrayDeque;
import java.util.Deque;

/** Counts a connection's incoming messages within one second. Not thread safe. */
final class MessageRate {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private final int perSecond;
  private final Deque<Long> times = new ArrayDeque<>();

  MessageRate(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Counts a message at a time of {@link System#nanoTime}; false where it is one too many. */
  boolean admits(long nanos) {
    while (!times.isEmpty() && nanos - times.peekFirst() >= SECOND_NANOS) {
      times.removeFirst();
    }
    times.addLast(nanos);
    return times.size() <= perSecond;
  }
}
