// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When the last trades of the first instruments were to be sent. One thread writes, another reads
 * what a message told it of.
 */
final class SentTimes {
  /** No time is known of this trade. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int KEPT = 1 << 17;
  private final AtomicLongArray[] ids;
  private final AtomicLongArray[] nanos;

  /** Keeps the times of so many instruments, from the first on. */
  SentTimes(int instruments) {
    ids = new AtomicLongArray[instruments];
    nanos = new AtomicLongArray[instruments];
    for (int i = 0; i < instruments; i++) {
      ids[i] = new AtomicLongArray(KEPT);
      nanos[i] = new AtomicLongArray(KEPT);
    }
  }

  /** How many instruments there are times of. */
  int instruments() {
    return ids.length;
  }

  /** Notes when a trade was to be sent, by {@link System#nanoTime}. */
  void put(int instrument, long id, long time) {
    int slot = (int) (id % KEPT);
    nanos[instrument].setRelease(slot, time);
    ids[instrument].setRelease(slot, id);
  }

  /** When a trade was to be sent, or {@link #UNKNOWN}. */
  long get(int instrument, long id) {
    int slot = (int) (id % KEPT);
    return ids[instrument].getAcquire(slot) == id ? nanos[instrument].getAcquire(slot) : UNKNOWN;
  }
}
