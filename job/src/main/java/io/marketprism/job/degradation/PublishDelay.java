// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many books were published late. Whether 1 % of them took longer than 5 s is all that the
 * ladder asks of their latency, and two counters tell it; the whole distribution is in the metrics.
 * Any thread.
 */
final class PublishDelay {
  private static final long LATE_MILLIS = 5_000;

  private final LongAdder all = new LongAdder();
  private final LongAdder late = new LongAdder();

  /**
   * A book was published.
   *
   * @param millis since its last update was received; negative after the clock was set back
   */
  void published(long millis) {
    all.increment();
    if (millis > LATE_MILLIS) {
      late.increment();
    }
  }

  long all() {
    return all.sum();
  }

  long late() {
    return late.sum();
  }
}
