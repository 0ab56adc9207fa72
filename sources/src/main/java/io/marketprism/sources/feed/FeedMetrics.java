// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.sources.MetricSeries;
import io.marketprism.sources.reader.HandoverQueue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * Metrics of the feeds of one subtask. Flink's reporter puts {@code
 * flink_taskmanager_job_task_operator_} and the label names in front; scraping renames them to what
 * stands here (docs/metrics.md).
 *
 * <ul>
 *   <li>{@code marketprism_expected_connections}: sockets this subtask should have
 *   <li>{@code marketprism_handover_queue_bytes}: estimated bytes between sockets and task
 *   <li>{@code marketprism_handover_blocked_seconds_total}: time in which events waited there and
 *       the job took none
 *   <li>{@code marketprism_websocket_connected{exchange,connection}}: 1 while open and subscribed
 *   <li>{@code marketprism_websocket_reconnections_total{exchange,connection,reason}}
 *   <li>{@code marketprism_websocket_messages_received_total{exchange,message_type}}
 *   <li>{@code marketprism_websocket_bytes_received_total{exchange}}
 *   <li>{@code marketprism_ws_subscribe_rejected_total{exchange}}
 *   <li>{@code marketprism_ws_text_pings_total{exchange,channel}}, {@code
 *       marketprism_ws_pong_timeouts_total{exchange,channel}}: where the client keeps alive
 *   <li>{@code marketprism_trades_filtered_total{exchange,reason}}: messages that look like trades
 *       and are none
 *   <li>{@code marketprism_messages_filtered_total{exchange,reason}}: sound messages that are not
 *       collected
 *   <li>{@code marketprism_orderbook_checksum_errors_total{exchange,market_type,symbol}}
 *   <li>{@code marketprism_polls_total{exchange,market_type,data_type,status}}: {@code success},
 *       {@code error}, {@code skipped}, {@code paused}
 *   <li>{@code marketprism_dead_letters_total{exchange,reason}}
 *   <li>{@code marketprism_feed_live{exchange,market_type,data_type,symbol}}: 1 while subscribed,
 *       books synchronised, over one connection at least
 *   <li>{@code marketprism_feed_last_message_timestamp_seconds{…}}, {@code
 *       marketprism_feed_stale_threshold_seconds{…}}
 *   <li>{@code marketprism_feed_gaps_total{…}}
 *   <li>{@code marketprism_orderbook_resyncs_total{exchange,market_type,symbol,reason}}
 *   <li>{@code marketprism_snapshot_requests_total{exchange,market_type,symbol,status}}
 *   <li>{@code marketprism_trade_gap_lost_total{exchange,market_type,symbol}}, {@code
 *       marketprism_trades_backfilled_total{…}}, {@code
 *       marketprism_trade_backfills_deferred_total{…}}
 * </ul>
 *
 * <p>The symbol label is {@code ALL} where there are too many instruments for a series each. Series
 * of an instrument end with its feed. Thread-safe.
 */
public final class FeedMetrics {
  /** Reason of a message that looks like a trade and is none. */
  private static final String NON_TRADE = "non_trade";

  private static final String CHECKSUM_ERRORS = "marketprism_orderbook_checksum_errors_total";

  private final MetricGroup group;
  private final boolean perInstrument;
  private final AtomicInteger expectedConnections = new AtomicInteger();
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, Series> series = new ConcurrentHashMap<>();

  public FeedMetrics(MetricGroup group, HandoverQueue queue, boolean perInstrument) {
    this.group = group;
    this.perInstrument = perInstrument;
    group.gauge("marketprism_expected_connections", expectedConnections::get);
    group.gauge("marketprism_handover_queue_bytes", queue::bytes);
    group.gauge(
        "marketprism_handover_blocked_seconds_total",
        (Gauge<Double>) () -> queue.blockedNanos() / 1e9);
  }

  /** How many sockets there should be. */
  public void expectedConnections(int sockets) {
    expectedConnections.set(sockets);
  }

  void deadLetter(String exchange, DeadLetter.Reason reason) {
    counter("marketprism_dead_letters_total", "exchange", exchange, "reason", reason.token()).inc();
  }

  /** A sound message that is not passed on because the process is under pressure. */
  void leftOut(String exchange) {
    counter("marketprism_messages_filtered_total", "exchange", exchange, "reason", "pressure")
        .inc();
  }

  private Counter counter(String name, String... labels) {
    return counters.computeIfAbsent(
        name + String.join("\0", labels),
        key -> labelled(labels).counter(name, new ThreadSafeSimpleCounter()));
  }

  private MetricGroup labelled(String... labels) {
    MetricGroup labelled = group;
    for (int i = 0; i < labels.length; i += 2) {
      labelled = labelled.addGroup(labels[i], labels[i + 1]);
    }
    return labelled;
  }

  Connection connection(String exchange, String connectionId, DataType dataType) {
    return new Connection(exchange, connectionId, dataType);
  }

  /** Figures of one connection. */
  final class Connection {
    private final String exchange;
    private final String connectionId;
    private final Counter bytes;
    private volatile int connected;

    private Connection(String exchange, String connectionId, DataType dataType) {
      this.exchange = exchange;
      this.connectionId = connectionId;
      this.bytes = counter("marketprism_websocket_bytes_received_total", "exchange", exchange);
      labelled("exchange", exchange, "connection", connectionId)
          .gauge("marketprism_websocket_connected", (Gauge<Integer>) () -> connected);
      message(dataType.token(), 0);
      counter("marketprism_ws_subscribe_rejected_total", "exchange", exchange);
      for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
        counter("marketprism_dead_letters_total", "exchange", exchange, "reason", reason.token());
      }
    }

    void connected(boolean isConnected) {
      connected = isConnected ? 1 : 0;
    }

    void frame(int size) {
      bytes.inc(size);
    }

    void message(String type) {
      message(type, 1);
    }

    private void message(String type, int count) {
      counter(
              "marketprism_websocket_messages_received_total",
              "exchange",
              exchange,
              "message_type",
              type)
          .inc(count);
    }

    void reconnection(String reason) {
      counter(
              "marketprism_websocket_reconnections_total",
              "exchange",
              exchange,
              "connection",
              connectionId,
              "reason",
              reason)
          .inc();
    }

    /** A sound message that is not collected. */
    void filtered(String reason) {
      counter(
              NON_TRADE.equals(reason)
                  ? "marketprism_trades_filtered_total"
                  : "marketprism_messages_filtered_total",
              "exchange",
              exchange,
              "reason",
              reason)
          .inc();
    }

    void textPing() {
      counter("marketprism_ws_text_pings_total", "exchange", exchange, "channel", connectionId)
          .inc();
    }

    void pongMissing() {
      counter("marketprism_ws_pong_timeouts_total", "exchange", exchange, "channel", connectionId)
          .inc();
    }

    void subscribeRejected() {
      counter("marketprism_ws_subscribe_rejected_total", "exchange", exchange).inc();
    }
  }

  /** Counts polls of a feed: {@code success}, {@code error}, {@code skipped}, {@code paused}. */
  void poll(String exchange, MarketType marketType, DataType dataType, String status, int count) {
    counter(
            "marketprism_polls_total",
            "exchange",
            exchange,
            "market_type",
            marketType.token(),
            "data_type",
            dataType.token(),
            "status",
            status)
        .inc(count);
  }

  Stream stream(Instrument instrument, DataType dataType, long staleMillis) {
    String symbol = perInstrument ? instrument.symbol() : "ALL";
    return new Stream(
        series.computeIfAbsent(
            seriesKey(instrument, symbol, dataType),
            key ->
                new Series(
                    instrument.exchange(),
                    instrument.marketType().token(),
                    symbol,
                    dataType,
                    staleMillis)));
  }

  private static String seriesKey(Instrument instrument, String symbol, DataType dataType) {
    return instrument.exchange()
        + '.'
        + instrument.marketType().token()
        + '.'
        + symbol
        + '.'
        + dataType.token();
  }

  /**
   * Ends the series of an instrument that is collected no more. Its types of data come and go
   * together, so those that share a group of labels may end together, and all its connections do.
   */
  void ended(Instrument instrument, DataType dataType) {
    if (perInstrument) {
      Series ended = series.remove(seriesKey(instrument, instrument.symbol(), dataType));
      if (ended != null) {
        ended.end();
      }
    }
  }

  /** Series that the streams of one instrument, or of all together, have in common. */
  private final class Series {
    private final String[] symbolLabels;
    private final String[] feedLabels;
    private final Map<String, Counter> ofSymbol = new ConcurrentHashMap<>();
    private final Counter gaps;
    private final AtomicInteger live = new AtomicInteger();
    private volatile boolean ended;
    private volatile long lastMessageMillis;

    private Series(
        String exchange, String marketType, String symbol, DataType dataType, long staleMillis) {
      symbolLabels =
          new String[] {"exchange", exchange, "market_type", marketType, "symbol", symbol};
      feedLabels =
          new String[] {
            "exchange",
            exchange,
            "market_type",
            marketType,
            "data_type",
            dataType.token(),
            "symbol",
            symbol
          };
      MetricGroup feed = labelled(feedLabels);
      feed.gauge("marketprism_feed_live", (Gauge<Integer>) () -> live.get() > 0 ? 1 : 0);
      feed.gauge(
          "marketprism_feed_last_message_timestamp_seconds",
          (Gauge<Double>) () -> lastMessageMillis / 1e3);
      feed.gauge(
          "marketprism_feed_stale_threshold_seconds", (Gauge<Double>) () -> staleMillis / 1e3);
      gaps = feed.counter("marketprism_feed_gaps_total", new ThreadSafeSimpleCounter());
      if (dataType == DataType.TRADE) {
        symbolCounter("marketprism_trade_gap_lost_total");
        symbolCounter("marketprism_trades_backfilled_total");
        symbolCounter("marketprism_trade_backfills_deferred_total");
      } else if (dataType == DataType.ORDERBOOK) {
        snapshotRequests("success");
        snapshotRequests("error");
        symbolCounter(CHECKSUM_ERRORS);
      }
    }

    private Counter symbolCounter(String name, String... label) {
      return ofSymbol.computeIfAbsent(
          name + String.join("\0", label),
          key -> {
            Counter counter = new ThreadSafeSimpleCounter();
            if (ended) {
              // A feed that still counts while it ends must not bring its series back.
              return counter;
            }
            MetricGroup symbol = labelled(symbolLabels);
            return (label.length == 0 ? symbol : symbol.addGroup(label[0], label[1]))
                .counter(name, counter);
          });
    }

    private Counter snapshotRequests(String status) {
      return symbolCounter("marketprism_snapshot_requests_total", "status", status);
    }

    private void end() {
      ended = true;
      MetricSeries.end(labelled(feedLabels));
      MetricSeries.end(labelled(symbolLabels));
    }
  }

  /** Figures of one instrument on one connection. */
  final class Stream {
    private final Series series;
    private boolean live;

    private Stream(Series series) {
      this.series = series;
    }

    /** Called by the feed's thread only. */
    void live(boolean isLive) {
      if (isLive != live) {
        live = isLive;
        series.live.addAndGet(isLive ? 1 : -1);
      }
    }

    void message(long receiveTime) {
      series.lastMessageMillis = receiveTime;
    }

    void resync(String reason) {
      series.gaps.inc();
      series.symbolCounter("marketprism_orderbook_resyncs_total", "reason", reason).inc();
    }

    void snapshotRequest(String status) {
      series.snapshotRequests(status).inc();
    }

    void gap() {
      series.gaps.inc();
    }

    void tradesLost(long lost) {
      series.symbolCounter("marketprism_trade_gap_lost_total").inc(lost);
    }

    /** The venue's checksum of the book differs from ours. */
    void mismatch() {
      series.symbolCounter(CHECKSUM_ERRORS).inc();
    }

    /** A look into the history waits, because the process is under pressure. */
    void backfillDeferred() {
      series.symbolCounter("marketprism_trade_backfills_deferred_total").inc();
    }

    void backfilled(long trades) {
      series.symbolCounter("marketprism_trades_backfilled_total").inc(trades);
    }
  }
}
