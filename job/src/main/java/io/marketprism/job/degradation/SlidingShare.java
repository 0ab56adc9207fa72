// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

/**
 * The share of a whole that a part had over the last {@value #SAMPLES} samples, from totals that
 * only grow. Not thread-safe.
 */
final class SlidingShare {
  /** Ten seconds of a sample each second: a single stall is no lasting pressure. */
  static final int SAMPLES = 10;

  private static final double PERCENT = 100;

  private final long[] parts = new long[SAMPLES];
  private final long[] wholes = new long[SAMPLES];
  private int count;

  /**
   * Takes the totals of the moment.
   *
   * @return the share in percent; 0 while the whole has not grown
   */
  double percent(long part, long whole) {
    int at = count % SAMPLES;
    int oldest = count < SAMPLES ? 0 : at;
    long partBefore = count == 0 ? part : parts[oldest];
    long wholeBefore = count == 0 ? whole : wholes[oldest];
    parts[at] = part;
    wholes[at] = whole;
    count = count + 1 == 2 * SAMPLES ? SAMPLES : count + 1;
    return whole <= wholeBefore
        ? 0
        : Math.min(PERCENT, PERCENT * (part - partBefore) / (whole - wholeBefore));
  }
}
