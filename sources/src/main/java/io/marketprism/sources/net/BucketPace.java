// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * A token bucket: some at once, the rest evenly, together never more than both in any span of the
 * period.
 */
final class BucketPace implements Pace {
  private final long burst;
  private final Bucket bucket;

  /**
   * @param burst what can be taken at once
   * @param refill what is regained in a period, at least 1
   */
  BucketPace(long burst, long refill, Duration period, Timers timers) {
    this.burst = burst;
    this.bucket =
        Bucket.builder()
            .addLimit(limit -> limit.capacity(burst).refillGreedy(refill, period))
            .withCustomTimePrecision(
                new TimeMeter() {
                  @Override
                  public long currentTimeNanos() {
                    return timers.nanos();
                  }

                  @Override
                  public boolean isWallClockBased() {
                    return false;
                  }
                })
            .build();
  }

  @Override
  public long most() {
    return burst;
  }

  @Override
  public long waitNanos(int weight, long now) {
    return weight == 0 ? 0 : bucket.estimateAbilityToConsume(weight).getNanosToWaitForRefill();
  }

  @Override
  public void take(int weight, long now) {
    if (weight > 0) {
      bucket.tryConsume(weight);
    }
  }

  @Override
  public void giveBack(int weight) {
    if (weight > 0) {
      bucket.addTokens(weight);
    }
  }

  @Override
  public long spent(long now) {
    return burst - bucket.getAvailableTokens();
  }

  /** Takes away what is there beyond a number, which may be negative: a debt to be regained. */
  void keepAtMost(long tokens) {
    long excess = bucket.getAvailableTokens() - tokens;
    if (excess > 0) {
      bucket.consumeIgnoringRateLimits(excess);
    }
  }
}
