// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import java.util.Arrays;

/**
 * How far the local clock is ahead of a venue's: the median, over five minutes, of what the
 * quickest message of each second says. It holds the time that a message takes at least, a few to
 * some hundred milliseconds. One thread records, any thread reads.
 */
final class ClockOffset {
  private static final int SECONDS = 300;
  private static final long NEVER = Long.MIN_VALUE;
  private static final double MILLIS = 1e3;

  // Of the thread that records.
  private long second = NEVER;
  private long quickest;

  private final long[] seconds = new long[SECONDS];
  private final long[] offsets = new long[SECONDS];

  ClockOffset() {
    Arrays.fill(seconds, NEVER);
  }

  /**
   * Takes a message in.
   *
   * @param lagMillis receive time minus the venue's time
   * @param receiveTime local time, ms since the epoch
   * @return whether a second is over, and {@link #seconds()} has something to tell
   */
  boolean record(long lagMillis, long receiveTime) {
    long now = receiveTime / 1_000;
    if (now == second) {
      quickest = Math.min(quickest, lagMillis);
      return false;
    }
    boolean over = second != NEVER;
    if (over) {
      keep();
    }
    second = now;
    quickest = lagMillis;
    return over;
  }

  private synchronized void keep() {
    int slot = Math.floorMod(second, SECONDS);
    seconds[slot] = second;
    offsets[slot] = quickest;
  }

  /** Local minus venue's time, seconds; 0 before the first second is over. */
  synchronized double seconds() {
    long newest = Arrays.stream(seconds).max().orElse(NEVER);
    if (newest == NEVER) {
      return 0;
    }
    long[] recent = new long[SECONDS];
    int count = 0;
    for (int i = 0; i < SECONDS; i++) {
      if (seconds[i] != NEVER && newest - seconds[i] < SECONDS) {
        recent[count++] = offsets[i];
      }
    }
    Arrays.sort(recent, 0, count);
    return recent[count / 2] / MILLIS;
  }
}
