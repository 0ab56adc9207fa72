// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;

/**
 * Figures of a connection that the client keeps alive, with the labels {@code exchange} and {@code
 * channel}, which is the connection:
 *
 * <ul>
 *   <li>{@code marketprism_ws_text_pings_total}: sent
 *   <li>{@code marketprism_ws_text_pongs_total}: answered in kind
 *   <li>{@code marketprism_ws_implied_pongs_total}: answered by any other frame first
 *   <li>{@code marketprism_ws_pong_timeouts_total}: not answered in time
 *   <li>{@code marketprism_ws_last_outbound_ping_timestamp}
 * </ul>
 *
 * <p>Written on the feed's thread.
 */
final class KeepAliveMetrics {
  private final Counter pings;
  private final Counter pongs;
  private final Counter impliedPongs;
  private final Counter timeouts;
  private volatile long lastPingMillis;

  KeepAliveMetrics(MetricLabels labels, String exchange, String channel) {
    String[] of = {"exchange", exchange, "channel", channel};
    pings = labels.counter("marketprism_ws_text_pings_total", of);
    pongs = labels.counter("marketprism_ws_text_pongs_total", of);
    impliedPongs = labels.counter("marketprism_ws_implied_pongs_total", of);
    timeouts = labels.counter("marketprism_ws_pong_timeouts_total", of);
    labels
        .group(of)
        .gauge(
            "marketprism_ws_last_outbound_ping_timestamp",
            (Gauge<Double>) () -> lastPingMillis / 1e3);
  }

  /**
   * @param millis when, ms since the epoch
   */
  void pinged(long millis) {
    lastPingMillis = millis;
    pings.inc();
  }

  void answered() {
    pongs.inc();
  }

  void answeredByAnother() {
    impliedPongs.inc();
  }

  void unanswered() {
    timeouts.inc();
  }
}
