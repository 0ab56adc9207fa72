// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;
import java.util.Map;

/**
 * What a venue allows one address to request, and how much of it we use. Immutable.
 *
 * @param weightLimit the venue's limit per period for the main pool (venues.md; its {@code
 *     exchangeInfo} names the current one); where a venue counts requests each weighs 1
 * @param period the span it counts in, such as one minute
 * @param usePercent the share of each limit that we use at most, in any such span; 1 to 100, at
 *     least 2 of weight in the main pool and 1 in the others
 * @param snapshotsPerSecond requests of kind SNAPSHOT in any span of one second, of all pools
 *     together
 * @param backfillPercent the share of our own allowance in the main pool that requests of kind
 *     BACKFILL use at most; 1 to 100
 * @param maxWaiting requests that may wait in each pool; beyond, a request is refused
 * @param pools endpoints that the venue counts apart from the main weight, by a name of ours
 */
public record BudgetSpec(
    long weightLimit,
    Duration period,
    int usePercent,
    int snapshotsPerSecond,
    int backfillPercent,
    int maxWaiting,
    Map<String, Pool> pools) {

  /** The pool of the requests that count towards the host's main weight. */
  public static final String MAIN_POOL = "";

  /**
   * A limit of its own for some of a host's endpoints.
   *
   * @param limit the venue's limit per period, of requests or of weight
   * @param period the span it counts in, such as 2 s
   */
  public record Pool(long limit, Duration period) {
    public Pool {
      if (limit < 1 || limit > MAX_WEIGHT || period.isZero() || period.isNegative()) {
        throw new IllegalArgumentException(
            limit + " per " + period + ": allowed are 1 to " + MAX_WEIGHT + " in a span above 0");
      }
    }
  }

  /**
   * A fifth of the allowance may be spent at once, the rest comes evenly: together never more than
   * the allowance in a period.
   */
  private static final int BURST_PERCENT = 20;

  private static final long MAX_WEIGHT = 1_000_000_000;

  public BudgetSpec {
    requirePercent("usePercent", usePercent);
    requirePercent("backfillPercent", backfillPercent);
    if (weightLimit > MAX_WEIGHT || weightLimit * usePercent / 100 < 2) {
      throw new IllegalArgumentException(
          usePercent + " % of weightLimit " + weightLimit + ": must be 2 to " + MAX_WEIGHT);
    }
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("period: " + period + ", must be longer than zero");
    }
    if (snapshotsPerSecond < 1 || maxWaiting < 1) {
      throw new IllegalArgumentException("snapshotsPerSecond and maxWaiting must be at least 1");
    }
    if (pools.containsKey(MAIN_POOL)) {
      throw new IllegalArgumentException("pools: the main pool is given by weightLimit");
    }
    pools = Map.copyOf(pools);
  }

  /** As the full form, for a host that counts everything in one weight. */
  public BudgetSpec(
      long weightLimit,
      Duration period,
      int usePercent,
      int snapshotsPerSecond,
      int backfillPercent,
      int maxWaiting) {
    this(
        weightLimit, period, usePercent, snapshotsPerSecond, backfillPercent, maxWaiting, Map.of());
  }

  /**
   * Half of the venue's limit, 5 snapshots per second, a quarter of our half for backfill, 1,000
   * waiting (venues.md 1.1, 1.3).
   */
  public static BudgetSpec of(long weightLimit, Duration period) {
    return new BudgetSpec(weightLimit, period, 50, 5, 25, 1_000);
  }

  /** As {@link #of(long, Duration)}, for a limit per minute as Binance has it. */
  public static BudgetSpec perMinute(long weightLimit) {
    return of(weightLimit, Duration.ofMinutes(1));
  }

  /** The same host with endpoints that are counted apart. */
  public BudgetSpec withPools(Map<String, Pool> counted) {
    return new BudgetSpec(
        weightLimit, period, usePercent, snapshotsPerSecond, backfillPercent, maxWaiting, counted);
  }

  /** Weight that we use at most in any period of the main pool. */
  public long allowance() {
    return weightLimit * usePercent / 100;
  }

  /** What we use at most of a named pool in any of its periods; at least 1. */
  public long allowance(Pool pool) {
    return Math.max(1, pool.limit() * usePercent / 100);
  }

  /**
   * Weight that can be spent at once after a quiet time; also the most that one request may weigh.
   */
  public long burst() {
    return burstOf(allowance());
  }

  static long burstOf(long allowance) {
    return Math.max(1, allowance * BURST_PERCENT / 100);
  }

  long refill() {
    return allowance() - burst();
  }

  /** The most that one request of kind BACKFILL may weigh. */
  public long backfillBurst() {
    return Math.max(1, burst() * backfillPercent / 100);
  }

  long backfillRefill() {
    return Math.max(1, refill() * backfillPercent / 100);
  }

  private static void requirePercent(String name, int value) {
    if (value < 1 || value > 100) {
      throw new IllegalArgumentException(name + ": " + value + ", must be 1 to 100");
    }
  }
}
