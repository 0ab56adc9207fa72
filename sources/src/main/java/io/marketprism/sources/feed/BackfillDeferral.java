// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import java.util.concurrent.TimeUnit;

/**
 * How long the backfill of one instrument waits while the process is under pressure. What is
 * missing can be had later, but not for ever, and the instrument's live trades wait for it; so in
 * one period of pressure it waits for a bounded time, and then goes ahead. Pure; times as {@link
 * System#nanoTime()}.
 */
final class BackfillDeferral {
  /** Longer than it takes to step down from a level whose cause has passed, in seconds. */
  static final long LONGEST_SECONDS = 180;

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);

  private boolean begun;
  private long since;

  /**
   * Whether to wait now.
   *
   * @param underPressure whether backfills are to wait
   */
  boolean waits(boolean underPressure, long nowNanos) {
    if (!underPressure) {
      begun = false;
      return false;
    }
    if (!begun) {
      begun = true;
      since = nowNanos;
    }
    return nowNanos - since < LONGEST_NANOS;
  }
}
