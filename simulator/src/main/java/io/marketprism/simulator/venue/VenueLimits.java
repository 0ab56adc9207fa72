// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.venue;

import java.time.Duration;

/**
 * The limits that a venue sets its clients. Binance spot: binance-spot-api-docs,
 * web-socket-streams.md, "General information" and "Limits", rest-api.md, "IP Limits". Binance
 * USD-M: developers.binance.com, "Connect" and "General Info".
 *
 * @param pingInterval time between the venue's ping frames
 * @param pongTimeout how long a client may go without a pong
 * @param streamsPerConnection most streams of one connection
 * @param messagesPerSecond most incoming frames of one connection, pings and pongs included
 * @param weightPerMinute REST request weight per address and minute
 * @param outboxBytes bytes that may wait for a slow client before it is closed
 */
public record VenueLimits(
    Duration pingInterval,
    Duration pongTimeout,
    int streamsPerConnection,
    int messagesPerSecond,
    int weightPerMinute,
    long outboxBytes) {
  private static final long OUTBOX_BYTES = 64L << 20;

  /** Binance spot's own limits. */
  public static VenueLimits binanceSpot() {
    return new VenueLimits(
        Duration.ofSeconds(20), Duration.ofSeconds(60), 1_024, 5, 6_000, OUTBOX_BYTES);
  }

  /** Binance USD-M's own limits. */
  public static VenueLimits binanceUsdm() {
    return new VenueLimits(
        Duration.ofMinutes(3), Duration.ofMinutes(10), 1_024, 10, 2_400, OUTBOX_BYTES);
  }

  /** The same with another rhythm of pings. */
  public VenueLimits withPings(Duration interval, Duration timeout) {
    return new VenueLimits(
        interval, timeout, streamsPerConnection, messagesPerSecond, weightPerMinute, outboxBytes);
  }

  /** The same with another REST budget. */
  public VenueLimits withWeightPerMinute(int weight) {
    return new VenueLimits(
        pingInterval, pongTimeout, streamsPerConnection, messagesPerSecond, weight, outboxBytes);
  }

  /** The same with another bound for slow clients. */
  public VenueLimits withOutboxBytes(long bytes) {
    return new VenueLimits(
        pingInterval, pongTimeout, streamsPerConnection, messagesPerSecond, weightPerMinute, bytes);
  }
}
