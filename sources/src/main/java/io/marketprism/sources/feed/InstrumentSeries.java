// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DataType;
import io.marketprism.sources.BucketHistogram;
import io.marketprism.sources.MetricSeries;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * Series that the streams of one instrument, or of all together, have in common. They end with the
 * instrument. Thread-safe.
 */
final class InstrumentSeries {
  private final MetricLabels labels;
  private final String[] symbolLabels;
  private final String[] feedLabels;
  private final Map<String, Counter> ofSymbol = new ConcurrentHashMap<>();
  private final Set<BookFeedMetrics> books = ConcurrentHashMap.newKeySet();
  private final Counter gaps;
  private final BucketHistogram snapshotDuration; // null unless of books
  private final AtomicInteger live = new AtomicInteger();
  private volatile boolean ended;
  private volatile long lastMessageMillis;

  InstrumentSeries(
      MetricLabels labels,
      String exchange,
      String marketType,
      String symbol,
      DataType dataType,
      long staleMillis) {
    this.labels = labels;
    symbolLabels = new String[] {"exchange", exchange, "market_type", marketType, "symbol", symbol};
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
    MetricGroup feed = labels.group(feedLabels);
    feed.gauge("marketprism_feed_live", (Gauge<Integer>) () -> live.get() > 0 ? 1 : 0);
    feed.gauge(
        "marketprism_feed_last_message_timestamp_seconds",
        (Gauge<Double>) () -> lastMessageMillis / 1e3);
    feed.gauge("marketprism_feed_stale_threshold_seconds", (Gauge<Double>) () -> staleMillis / 1e3);
    gaps = feed.counter("marketprism_feed_gaps_total", new ThreadSafeSimpleCounter());
    boolean ofBooks = dataType == DataType.ORDERBOOK;
    snapshotDuration = ofBooks ? BucketHistogram.ofNanos(BookFeedMetrics.SNAPSHOT_SECONDS) : null;
    if (ofBooks) {
      registerBooks(labels.group(symbolLabels));
    } else if (dataType == DataType.TRADE) {
      InstrumentMetrics.TRADE_COUNTERS.forEach(this::counter);
    }
  }

  private void registerBooks(MetricGroup symbol) {
    snapshotDuration.register(symbol, "marketprism_snapshot_request_duration_seconds");
    symbol.gauge(
        "marketprism_orderbook_waiting_for_snapshot_seconds",
        (Gauge<Double>) () -> largest(BookFeedMetrics::waitingNanos) / 1e9);
    symbol.gauge(
        "marketprism_orderbook_buffer_size",
        (Gauge<Long>) () -> books.stream().mapToLong(BookFeedMetrics::buffered).sum());
    BookFeedMetrics.COUNTERS.forEach(this::counter);
    BookFeedMetrics.SNAPSHOT_ENDS.forEach(this::snapshots);
    BookFeedMetrics.RESYNCS.forEach(this::resyncs);
  }

  private long largest(ToLongFunction<BookFeedMetrics> figure) {
    return books.stream().mapToLong(figure).max().orElse(0);
  }

  /** A book on one connection begins to be told of. */
  void add(BookFeedMetrics book) {
    books.add(book);
  }

  /** A book on one connection has ended. */
  void remove(BookFeedMetrics book) {
    books.remove(book);
  }

  /** A book's counter of the instrument, by its name and one label more, or none. */
  Counter counter(String name, String... label) {
    return ofSymbol.computeIfAbsent(
        name + String.join("\0", label),
        key -> {
          Counter counter = new ThreadSafeSimpleCounter();
          if (ended) {
            // A feed that still counts while it ends must not bring its series back.
            return counter;
          }
          MetricGroup symbol = labels.group(symbolLabels);
          return (label.length == 0 ? symbol : symbol.addGroup(label[0], label[1]))
              .counter(name, counter);
        });
  }

  private Counter counter(String name) {
    return counter(name, new String[0]);
  }

  /** Ends of requests for snapshots. */
  Counter snapshots(String status) {
    return counter("marketprism_snapshot_requests_total", "status", status);
  }

  /** Chains that were given up. */
  Counter resyncs(String reason) {
    return counter("marketprism_orderbook_resyncs_total", "reason", reason);
  }

  /** How long snapshots take, ns; of books alone. */
  BucketHistogram snapshotDuration() {
    return snapshotDuration;
  }

  /** Losses that were seen. */
  Counter gaps() {
    return gaps;
  }

  /** A stream became live, or ceased to be. */
  void live(int change) {
    live.addAndGet(change);
  }

  void message(long receiveTime) {
    lastMessageMillis = receiveTime;
  }

  /** Takes all of them from the reporters. */
  void end() {
    ended = true;
    books.clear();
    MetricSeries.end(labels.group(feedLabels));
    MetricSeries.end(labels.group(symbolLabels));
  }
}
