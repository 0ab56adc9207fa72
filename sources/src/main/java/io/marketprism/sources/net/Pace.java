// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;

/**
 * How fast one limit of a host may be spent. Not thread-safe; times are of {@link Timers#nanos()}.
 */
interface Pace {

  /**
   * Up to here requests are counted one by one. A token bucket rounds a small allowance down too
   * far: of 2 in a period it would give 1 at once and regain 1.
   */
  int COUNTED_UP_TO = 20;

  /** The pace that spends at most the allowance in any span of the period. */
  static Pace of(long allowance, Duration period, Timers timers) {
    if (allowance <= COUNTED_UP_TO) {
      return new WindowPace((int) allowance, period);
    }
    long burst = BudgetSpec.burstOf(allowance);
    return new BucketPace(burst, allowance - burst, period, timers);
  }

  /** The most that can be taken at once. */
  long most();

  /** Nanoseconds until the weight may be taken; 0: now. */
  long waitNanos(int weight, long now);

  /** Takes a weight for which there is nothing to wait. */
  void take(int weight, long now);

  /** What was taken just now was not used. */
  void giveBack(int weight);

  /** What was taken and is not regained yet. */
  long spent(long now);
}
