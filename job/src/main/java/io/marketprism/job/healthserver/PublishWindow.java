// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.annotation.Nullable;

/** How much of what was to be published within the last minute failed. For one thread. */
final class PublishWindow {
  private static final long WINDOW_NANOS = 60_000_000_000L;
  private static final int MOST_LOOKS = 600;

  private final Deque<Look> looks = new ArrayDeque<>();
  private double lastPublished = Double.NaN;
  private double lastFailed = Double.NaN;
  private double published;
  private double failed;

  private record Look(long nanos, double published, double failed) {}

  /**
   * Takes the counters' values. One that is lower than before has begun anew, with its process.
   *
   * @param publishedTotal published so far
   * @param failedTotal failed so far
   */
  void add(long nowNanos, double publishedTotal, double failedTotal) {
    published += growth(lastPublished, publishedTotal);
    failed += growth(lastFailed, failedTotal);
    lastPublished = publishedTotal;
    lastFailed = failedTotal;
    looks.addLast(new Look(nowNanos, published, failed));
    while (looks.size() > MOST_LOOKS || nowNanos - looks.getFirst().nanos > WINDOW_NANOS) {
      looks.removeFirst();
    }
  }

  private static double growth(double before, double now) {
    return now > before ? now - before : 0;
  }

  /** Failures of all attempts, 0 to 1; {@code null} without an attempt. */
  @Nullable
  Double errorRatio() {
    double lately = published - looks.getFirst().published;
    double failedLately = failed - looks.getFirst().failed;
    return lately + failedLately <= 0 ? null : failedLately / (lately + failedLately);
  }
}
