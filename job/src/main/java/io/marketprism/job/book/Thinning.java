// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

/**
 * How much of the books is published at a level of degradation. What was configured is only ever
 * reduced.
 *
 * @param intervalMs least time between two messages of a book; 0 publishes every update
 * @param depth levels per side, or {@link BookOptions#FULL}
 * @param streams whether deltas and quotes go out
 */
record Thinning(long intervalMs, int depth, boolean streams) {
  private static final long[] INTERVALS_MS = {0, 250, 1_000, 1_000, 1_000};
  private static final int[] DEPTHS = {BookOptions.FULL, 200, 100, 100, 20};
  private static final int LAST_WITH_STREAMS = 1;

  /** Of a level, 0 to 4. */
  static Thinning of(BookOptions options, int level) {
    return new Thinning(
        Math.max(options.publishIntervalMs(), INTERVALS_MS[level]),
        Math.min(options.publishDepth(), DEPTHS[level]),
        level <= LAST_WITH_STREAMS);
  }

  /** Whether every kept level is published, those beyond the known range included. */
  boolean full() {
    return depth == BookOptions.FULL;
  }
}
