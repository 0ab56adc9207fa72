// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;
import java.util.Map;

/**
 * A budget at one moment, for metrics and messages.
 *
 * @param used weight used in the main pool: the venue's own count if it gave one within the last
 *     period, else what we know to have spent and not regained
 * @param limit the venue's limit per period, of the main pool
 * @param allowance what we use of it at most
 * @param waiting requests that wait, of all pools together
 * @param blockedFor how long nothing is sent from now on; zero: not blocked
 * @param blockedBy the status that caused the block, or 0; it stays until the probe after the block
 *     went through
 * @param rateLimits how often the venue refused, by status
 * @param pools the named pools, by name
 */
public record BudgetState(
    long used,
    long limit,
    long allowance,
    int waiting,
    Duration blockedFor,
    int blockedBy,
    Map<Integer, Long> rateLimits,
    Map<String, PoolState> pools) {

  /**
   * A named pool at one moment.
   *
   * @param used what we know to have spent and not regained
   * @param limit the venue's limit per period
   * @param allowance what we use of it at most
   * @param waiting requests that wait
   */
  public record PoolState(long used, long limit, long allowance, int waiting) {}
}
