// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import java.time.Duration;

/**
 * The limits that Deribit sets its clients and how it writes numbers (docs.deribit.com, "Rate
 * limits", "Connection management", "public/set_heartbeat").
 *
 * @param connectionsPerAddress most connections of one address, HTTP and WebSocket together
 * @param requests credits of requests
 * @param subscriptions credits of requests to subscribe
 * @param heartbeatUnit what the client's heartbeat interval counts; a second at the venue
 * @param exponents whether round amounts are written as {@code 2.2e3}
 */
public record DeribitSettings(
    int connectionsPerAddress,
    Budget requests,
    Budget subscriptions,
    Duration heartbeatUnit,
    boolean exponents) {
  /**
   * A pool of credits per address.
   *
   * @param pool most credits
   * @param refillPerSecond credits that come back each second
   * @param cost credits of one request
   */
  public record Budget(int pool, int refillPerSecond, int cost) {}

  /** As the venue is. */
  public static DeribitSettings ofVenue() {
    return new DeribitSettings(
        32,
        new Budget(50_000, 10_000, 500),
        new Budget(30_000, 10_000, 3_000),
        Duration.ofSeconds(1),
        true);
  }

  /** The same with another number of connections per address. */
  public DeribitSettings withConnections(int perAddress) {
    return new DeribitSettings(perAddress, requests, subscriptions, heartbeatUnit, exponents);
  }

  /** The same with other credits. */
  public DeribitSettings withBudgets(Budget ofRequests, Budget ofSubscriptions) {
    return new DeribitSettings(
        connectionsPerAddress, ofRequests, ofSubscriptions, heartbeatUnit, exponents);
  }

  /** The same with heartbeat intervals that count another length of time than seconds. */
  public DeribitSettings withHeartbeatUnit(Duration unit) {
    return new DeribitSettings(connectionsPerAddress, requests, subscriptions, unit, exponents);
  }
}
