// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

/**
 * What a venue allows one address to request, and how much of it we use. Immutable.
 *
 * @param weightPerMinute the venue's limit (venues.md; its {@code exchangeInfo} names the current
 *     one)
 * @param usePercent the share of it that we use at most, in any span of one minute; 1 to 100
 * @param snapshotsPerSecond requests of kind SNAPSHOT in any span of one second
 * @param backfillPercent the share of our own allowance that requests of kind BACKFILL use at most;
 *     1 to 100
 * @param maxWaiting requests that may wait; beyond, a request is refused
 */
public record BudgetSpec(
    long weightPerMinute,
    int usePercent,
    int snapshotsPerSecond,
    int backfillPercent,
    int maxWaiting) {

  /**
   * A fifth of the allowance may be spent at once, the rest comes evenly: together never more than
   * the allowance a minute.
   */
  private static final int BURST_PERCENT = 20;

  public BudgetSpec {
    if (weightPerMinute < 1) {
      throw new IllegalArgumentException(
          "weightPerMinute: " + weightPerMinute + ", must be at least 1");
    }
    requirePercent("usePercent", usePercent);
    requirePercent("backfillPercent", backfillPercent);
    if (snapshotsPerSecond < 1 || maxWaiting < 1) {
      throw new IllegalArgumentException("snapshotsPerSecond and maxWaiting must be at least 1");
    }
  }

  /**
   * Half of the venue's limit, 5 snapshots per second, a quarter of the half for backfill, 1,000
   * waiting (venues.md 1.1, 1.3).
   */
  public static BudgetSpec of(long weightPerMinute) {
    return new BudgetSpec(weightPerMinute, 50, 5, 25, 1_000);
  }

  /** Weight that we use at most in any minute. */
  public long allowance() {
    return Math.max(1, weightPerMinute * usePercent / 100);
  }

  /**
   * Weight that can be spent at once after a quiet time; also the most that one request may weigh.
   */
  public long burst() {
    return Math.max(1, allowance() * BURST_PERCENT / 100);
  }

  long refillPerMinute() {
    return Math.max(1, allowance() - burst());
  }

  long backfillBurst() {
    return Math.max(1, burst() * backfillPercent / 100);
  }

  long backfillRefillPerMinute() {
    return Math.max(1, refillPerMinute() * backfillPercent / 100);
  }

  private static void requirePercent(String name, int value) {
    if (value < 1 || value > 100) {
      throw new IllegalArgumentException(name + ": " + value + ", must be 1 to 100");
    }
  }
}
