// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.sources.reader.HandoverQueue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Metrics of the feeds of one subtask, and where those of its parts come from. Flink's reporter
 * puts {@code flink_taskmanager_job_task_operator_} and the label names in front; scraping renames
 * them to what stands here (docs/metrics.md).
 *
 * <ul>
 *   <li>{@code marketprism_expected_connections}: sockets this subtask should have
 *   <li>{@code marketprism_handover_queue_bytes}: estimated bytes between sockets and task
 *   <li>{@code marketprism_handover_blocked_seconds_total}: time in which events waited there and
 *       the job took none
 * </ul>
 *
 * <p>The symbol label is {@code ALL} where there are too many instruments for a series each. Series
 * of an instrument end with its feed. Thread-safe.
 */
public final class FeedMetrics {
  private static final String ALL = "ALL";

  private final MetricLabels labels;
  private final boolean perInstrument;
  private final AtomicInteger expectedConnections = new AtomicInteger();
  private final Map<String, VenueMetrics.Clock> clocks = new ConcurrentHashMap<>();
  private final Map<String, VenueMetrics> venues = new ConcurrentHashMap<>();
  private final Map<String, RestMetrics> rest = new ConcurrentHashMap<>();
  private final Map<String, PollMetrics.LastSuccess> polled = new ConcurrentHashMap<>();
  private final Map<String, InstrumentSeries> series = new ConcurrentHashMap<>();

  /** Of feeds that are replayed, which hand their events over at once. */
  public FeedMetrics(MetricGroup group, boolean perInstrument) {
    this.labels = new MetricLabels(group);
    this.perInstrument = perInstrument;
  }

  /** Of feeds that live. */
  public FeedMetrics(MetricGroup group, HandoverQueue queue, boolean perInstrument) {
    this(group, perInstrument);
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

  /** Of the requests to an exchange. */
  public RestMetrics rest(String exchange) {
    return rest.computeIfAbsent(exchange, key -> new RestMetrics(labels, exchange));
  }

  VenueMetrics venue(String exchange, DataType dataType) {
    VenueMetrics.Clock clock =
        clocks.computeIfAbsent(exchange, key -> new VenueMetrics.Clock(labels, exchange));
    return venues.computeIfAbsent(
        exchange + '.' + dataType.token(),
        key -> new VenueMetrics(labels, clock, exchange, dataType));
  }

  SocketMetrics connection(String exchange, String connectionId, DataType dataType) {
    return new SocketMetrics(labels, venue(exchange, dataType), exchange, connectionId, dataType);
  }

  PollMetrics polls(String exchange, MarketType marketType, DataType dataType) {
    PollMetrics.LastSuccess success =
        polled.computeIfAbsent(
            exchange + '.' + dataType.token(),
            key -> new PollMetrics.LastSuccess(labels, exchange, dataType));
    return new PollMetrics(
        labels, venue(exchange, dataType), success, exchange, marketType, dataType);
  }

  /** A sound message that is not passed on because the process is under pressure. */
  void leftOut(String exchange) {
    labels
        .counter(
            "marketprism_messages_filtered_total",
            "exchange",
            exchange,
            "reason",
            SocketMetrics.PRESSURE)
        .inc();
  }

  InstrumentMetrics stream(Instrument instrument, DataType dataType, long staleMillis) {
    return new InstrumentMetrics(
        series(instrument, dataType, staleMillis), venue(instrument.exchange(), dataType));
  }

  /** Of a book's synchronisation, beside what its stream has in common with others. */
  BookFeedMetrics book(Instrument instrument, long staleMillis) {
    String exchange = instrument.exchange();
    return new BookFeedMetrics(
        series(instrument, DataType.ORDERBOOK, staleMillis),
        labels.counter("marketprism_orderbook_resync_count", "exchange", exchange),
        labels.counter(
            "marketprism_snapshot_reconnections_total",
            "exchange",
            exchange,
            "market_type",
            instrument.marketType().token()));
  }

  private InstrumentSeries series(Instrument instrument, DataType dataType, long staleMillis) {
    String symbol = perInstrument ? instrument.symbol() : ALL;
    return series.computeIfAbsent(
        seriesKey(instrument, symbol, dataType),
        key ->
            new InstrumentSeries(
                labels,
                instrument.exchange(),
                instrument.marketType().token(),
                symbol,
                dataType,
                staleMillis));
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
      InstrumentSeries ended = series.remove(seriesKey(instrument, instrument.symbol(), dataType));
      if (ended != null) {
        ended.end();
      }
    }
  }
}
