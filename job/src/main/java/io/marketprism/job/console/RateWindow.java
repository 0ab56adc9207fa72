// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

/**
 * The rate of a counter over the last few samples. Not thread-safe: one thread samples and reads.
 *
 * <p>Keeps a fixed number of samples; the rate spans the oldest kept one to the newest.
 */
final class RateWindow {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] nanos;
  private final long[] totals;
  private int size;
  private int newest = -1;

  /**
   * @param samples how many samples the rate spans, at least 2
   */
  RateWindow(int samples) {
    nanos = new long[samples];
    totals = new long[samples];
  }

  /**
   * Takes a sample.
   *
   * @param now monotonic clock, in nanoseconds
   * @param total the counter now
   */
  void sample(long now, long total) {
    newest = (newest + 1) % nanos.length;
    nanos[newest] = now;
    totals[newest] = total;
    size = Math.min(size + 1, nanos.length);
  }

  /** Returns the events per second over the window, 0 while there are not two samples. */
  double perSecond() {
    if (size < 2) {
      return 0;
    }
    int oldest = (newest - size + 1 + nanos.length) % nanos.length;
    long elapsed = nanos[newest] - nanos[oldest];
    return elapsed <= 0 ? 0 : (totals[newest] - totals[oldest]) * NANOS_PER_SECOND / elapsed;
  }
}
