// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import java.time.Duration;

/**
 * The limits that Binance spot sets its clients (binance-spot-api-docs: web-socket-streams.md,
 * "General information" and "Limits"; rest-api.md, "IP Limits").
 *
 * @param pingInterval time between the venue's ping frames
 * @param pongTimeout how long a client may go without a pong
 * @param streamsPerConnection most streams of one connection
 * @param messagesPerSecond most incoming frames of one connection, pings and pongs included
 * @param weightPerMinute REST request weight per address and minute
 * @param outboxBytes bytes that may wait for a slow client before it is closed
 */
public record SpotLimits(
    Duration pingInterval,
    Duration pongTimeout,
    int streamsPerConnection,
    int messagesPerSecond,
    int weightPerMinute,
    long outboxBytes) {
  /** The venue's own limits. */
  public static SpotLimits ofVenue() {
    return new SpotLimits(
        Duration.ofSeconds(20), Duration.ofSeconds(60), 1_024, 5, 6_000, 64L << 20);
  }

  /** The same with another rhythm of pings. */
  public SpotLimits withPings(Duration interval, Duration timeout) {
    return new SpotLimits(
        interval, timeout, streamsPerConnection, messagesPerSecond, weightPerMinute, outboxBytes);
  }

  /** The same with another REST budget. */
  public SpotLimits withWeightPerMinute(int weight) {
    return new SpotLimits(
        pingInterval, pongTimeout, streamsPerConnection, messagesPerSecond, weight, outboxBytes);
  }

  /** The same with another bound for slow clients. */
  public SpotLimits withOutboxBytes(long bytes) {
    return new SpotLimits(
        pingInterval, pongTimeout, streamsPerConnection, messagesPerSecond, weightPerMinute, bytes);
  }
}
