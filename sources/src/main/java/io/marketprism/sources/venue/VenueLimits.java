// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.sources.net.BudgetSpec;
import java.time.Duration;
import java.util.Map;

/**
 * What a venue allows one address. Venues that share a host must give equal limits: the host has
 * one budget.
 *
 * @param weightLimit request weight per {@code weightPeriod}, of all calls of {@link
 *     RestCall#MAIN}; generous where the venue counts each endpoint apart
 * @param weightPeriod see {@code weightLimit}
 * @param usedWeightHeader the header in which it says how much of that is used, or empty
 * @param pools endpoints it counts apart, by the name that {@link RestCall#pool()} gives
 * @param connectionAttempts attempts to connect per {@code connectionPeriod}
 * @param connectionPeriod see {@code connectionAttempts}
 * @param messagesPerSecond messages a client may send on one connection, pongs included
 * @param controlMessagesPerHour subscriptions and their ends that a client may send on one
 *     connection; 0: unlimited
 */
public record VenueLimits(
    long weightLimit,
    Duration weightPeriod,
    String usedWeightHeader,
    Map<String, BudgetSpec.Pool> pools,
    int connectionAttempts,
    Duration connectionPeriod,
    int messagesPerSecond,
    int controlMessagesPerHour) {

  public VenueLimits {
    pools = Map.copyOf(pools);
  }

  /** For a venue that counts all requests in one weight per minute, as Binance spot does. */
  public VenueLimits(
      long weightPerMinute,
      String usedWeightHeader,
      int connectionAttempts,
      Duration connectionPeriod,
      int messagesPerSecond) {
    this(
        weightPerMinute,
        Duration.ofMinutes(1),
        usedWeightHeader,
        Map.of(),
        connectionAttempts,
        connectionPeriod,
        messagesPerSecond,
        0);
  }
}
