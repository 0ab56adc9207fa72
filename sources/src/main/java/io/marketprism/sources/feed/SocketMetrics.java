// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DataType;
import io.marketprism.sources.trade.WaitingRoom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Figures of one connection; all counters exist with 0 from its beginning on.
 *
 * <ul>
 *   <li>{@code marketprism_websocket_connected{exchange,connection}}: 1 while open and subscribed
 *   <li>{@code marketprism_websocket_reconnections_total{exchange,connection,reason}}
 *   <li>{@code marketprism_websocket_messages_received_total{exchange,message_type}}
 *   <li>{@code marketprism_websocket_bytes_received_total{exchange}}
 *   <li>{@code marketprism_ws_subscribe_rejected_total{exchange,code}}
 *   <li>{@code marketprism_messages_filtered_total{exchange,reason}}: sound messages that are not
 *       collected; {@code marketprism_trades_filtered_total{exchange,reason}} where they look like
 *       trades and are none
 *   <li>{@code marketprism_ws_last_inbound_timestamp{exchange,channel}}
 *   <li>{@code marketprism_trades_waiting{exchange,connection}}: trades behind gaps that are being
 *       filled, of connections that bring trades
 * </ul>
 *
 * <p>Written on the feed's thread.
 */
final class SocketMetrics {
  /** Reason of a message that looks like a trade and is none. */
  private static final String NON_TRADE = "non_trade";

  /** Why sockets end, as far as it is known before; what a venue announces may add to it. */
  private static final List<String> ENDS =
      List.of(
          "server_close",
          "reset",
          "connect_failed",
          "rejected",
          "timeout",
          "protocol_error",
          "silence",
          "subscribe_error",
          "buffer_overflow",
          "snapshot_timeout",
          "planned_rotation",
          "handed_over");

  /** Reason of a message that is not passed on because the process is under pressure. */
  static final String PRESSURE = "pressure";

  private static final List<String> FILTERED =
      List.of(
          "not_collected",
          "other_market",
          "unsubscribed",
          "not_subscribed",
          "overlap",
          "notice",
          PRESSURE);

  private final MetricLabels labels;
  private final String exchange;
  private final String connectionId;
  private final VenueMetrics venue;
  private final Counter bytes;
  private final Counter refused;
  private final Counter unanswered;
  private final Map<String, Counter> messages = new ConcurrentHashMap<>();
  private KeepAliveMetrics keepAlive;
  private volatile int connected;
  private volatile long lastInboundMillis;

  SocketMetrics(
      MetricLabels labels,
      VenueMetrics venue,
      String exchange,
      String connectionId,
      DataType dataType) {
    this.labels = labels;
    this.venue = venue;
    this.exchange = exchange;
    this.connectionId = connectionId;
    bytes = labels.counter("marketprism_websocket_bytes_received_total", "exchange", exchange);
    refused = rejections("refused");
    unanswered = rejections("no_answer");
    labels
        .group("exchange", exchange, "connection", connectionId)
        .gauge("marketprism_websocket_connected", (Gauge<Integer>) () -> connected);
    channel()
        .gauge(
            "marketprism_ws_last_inbound_timestamp", (Gauge<Double>) () -> lastInboundMillis / 1e3);
    messages(dataType.token());
    messages("answer");
    ENDS.forEach(this::ends);
    FILTERED.forEach(this::filters);
    if (dataType == DataType.TRADE) {
      filters(NON_TRADE);
    }
  }

  /** The connection brings trades, some of which may wait. */
  void waitingTrades(WaitingRoom room) {
    labels
        .group("exchange", exchange, "connection", connectionId)
        .gauge("marketprism_trades_waiting", (Gauge<Integer>) room::waiting);
  }

  private Counter rejections(String code) {
    return labels.counter(
        "marketprism_ws_subscribe_rejected_total", "exchange", exchange, "code", code);
  }

  private Counter messages(String type) {
    return messages.computeIfAbsent(
        type,
        key ->
            labels.counter(
                "marketprism_websocket_messages_received_total",
                "exchange",
                exchange,
                "message_type",
                type));
  }

  private Counter ends(String reason) {
    return labels.counter(
        "marketprism_websocket_reconnections_total",
        "exchange",
        exchange,
        "connection",
        connectionId,
        "reason",
        reason);
  }

  private Counter filters(String reason) {
    return labels.counter(
        NON_TRADE.equals(reason)
            ? "marketprism_trades_filtered_total"
            : "marketprism_messages_filtered_total",
        "exchange",
        exchange,
        "reason",
        reason);
  }

  private MetricGroup channel() {
    return labels.group("exchange", exchange, "channel", connectionId);
  }

  /** Figures of keeping a quiet connection alive, where the client must. */
  KeepAliveMetrics keepAlive() {
    if (keepAlive == null) {
      keepAlive = new KeepAliveMetrics(labels, exchange, connectionId);
    }
    return keepAlive;
  }

  /** What is counted for the exchange and the data type of the connection. */
  VenueMetrics venue() {
    return venue;
  }

  void connected(boolean isConnected) {
    connected = isConnected ? 1 : 0;
  }

  /**
   * Something has come in.
   *
   * @param millis when the last frame came, ms since the epoch
   */
  void lastInbound(long millis) {
    lastInboundMillis = millis;
  }

  void frame(int size) {
    bytes.inc(size);
  }

  void message(String type) {
    messages(type).inc();
  }

  void reconnection(String reason) {
    ends(reason).inc();
    CollectorError error = CollectorError.ofEnd(reason);
    if (error != null) {
      venue.error(error);
    }
  }

  /** A sound message that is not collected. */
  void filtered(String reason) {
    filters(reason).inc();
  }

  /** The venue refused a subscription. */
  void subscriptionRefused() {
    refused.inc();
    venue.error(CollectorError.SUBSCRIPTION);
  }

  /** The venue did not answer a subscription in time. */
  void subscriptionUnanswered() {
    unanswered.inc();
    venue.error(CollectorError.SUBSCRIPTION);
  }
}
