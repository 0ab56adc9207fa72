// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.book.OrderBook;
import io.marketprism.sources.MetricSeries;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The order books' metrics (docs: monitoring). Per instrument, with the labels {@code exchange},
 * {@code market_type}, {@code symbol}:
 *
 * <ul>
 *   <li>{@value #UPDATES}, {@value #CROSSED}, {@value #EXPIRED}
 *   <li>{@value #VIOLATIONS} with {@code reason}: events that no healthy feed sends; stays 0
 *   <li>{@value #SYNC_STATUS} (1 live, 0 not), {@value #LAST_UPDATE} (seconds since the epoch),
 *       {@value #KNOWN_LEVELS} with {@code side} ({@code bid}, {@code ask})
 * </ul>
 *
 * <p>by exchange {@value #VALIDATION_ERRORS} with {@code validation_type}, the violations once
 * more, and {@value #UPDATE_DURATION}: what an update takes here. And per subtask {@value
 * #CACHE_BOOKS}, {@value #CACHE_BYTES} and their bound {@value #CACHE_MAX_BYTES}, {@value
 * #CACHE_EVICTIONS}, {@value #CACHE_LOADS}. All exist with 0 from the first sight of an instrument
 * on, and end {@value #KEPT_MS} ms after its book was dropped for good. Written by the task's
 * thread; reporters may read values a moment old.
 */
final class BookMetrics {
  static final String UPDATES = "marketprism_orderbook_updates_total";
  static final String CROSSED = "marketprism_orderbook_crossed_total";
  static final String EXPIRED = "marketprism_orderbook_expired_total";
  static final String VIOLATIONS = "marketprism_orderbook_violations_total";
  static final String VALIDATION_ERRORS = "marketprism_data_validation_errors_total";
  static final String UPDATE_DURATION = "marketprism_orderbook_update_duration_seconds";
  static final String SYNC_STATUS = "marketprism_orderbook_sync_status";
  static final String LAST_UPDATE = "marketprism_last_orderbook_update_timestamp";
  static final String KNOWN_LEVELS = "marketprism_orderbook_known_levels";
  static final String CACHE_BOOKS = "marketprism_orderbook_cache_books";
  static final String CACHE_BYTES = "marketprism_orderbook_cache_bytes";
  static final String CACHE_MAX_BYTES = "marketprism_orderbook_cache_max_bytes";
  static final String CACHE_EVICTIONS = "marketprism_orderbook_cache_evictions_total";
  static final String CACHE_LOADS = "marketprism_orderbook_cache_loads_total";

  /** Symbol of the series that all instruments beyond the limit of series share. */
  static final String OTHER = "other";

  /** How long the series of a dropped book stay, so that scrapes see that it was dropped. */
  static final long KEPT_MS = 300_000;

  private final MetricGroup group;
  private final int perSymbolSeries;
  private final Map<String, Series> series = new HashMap<>();

  /** Instruments whose book was dropped, and when; oldest first. */
  private final Map<String, Long> dropped = new LinkedHashMap<>();

  private final Map<String, Series> shared = new HashMap<>();
  private final Map<String, BookExchangeMetrics> exchanges = new HashMap<>();
  private final Counter evictions;
  private final Counter loads;

  BookMetrics(MetricGroup group, int perSymbolSeries, BookCache cache) {
    this.group = group;
    this.perSymbolSeries = perSymbolSeries;
    this.evictions = group.counter(CACHE_EVICTIONS);
    this.loads = group.counter(CACHE_LOADS);
    group.gauge(CACHE_BOOKS, (Gauge<Integer>) cache::books);
    group.gauge(CACHE_BYTES, (Gauge<Long>) cache::bytes);
    group.gauge(CACHE_MAX_BYTES, (Gauge<Long>) cache::maxBytes);
  }

  void evicted() {
    evictions.inc();
  }

  void loaded() {
    loads.inc();
  }

  /** The book of an instrument was dropped, and nothing is kept of it. */
  void dropped(String instrumentKey, long now) {
    if (series.containsKey(instrumentKey)) {
      dropped.put(instrumentKey, now);
    }
  }

  /** Ends the series of books that were dropped some time ago and have not come back. */
  void endDropped(long now) {
    Iterator<Map.Entry<String, Long>> oldest = dropped.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Long> next = oldest.next();
      if (now - next.getValue() < KEPT_MS) {
        return;
      }
      MetricSeries.end(series.remove(next.getKey()).group);
      oldest.remove();
    }
  }

  /** The series of an instrument, the same ones if it comes back before they have ended. */
  Series series(String instrumentKey) {
    dropped.remove(instrumentKey);
    Series known = series.get(instrumentKey);
    if (known != null) {
      return known;
    }
    String[] tokens = instrumentKey.split("\\.", 3);
    if (series.size() < perSymbolSeries) {
      Series own = new Series(group, exchange(tokens[0]), tokens[0], tokens[1], tokens[2]);
      own.registerGauges();
      series.put(instrumentKey, own);
      return own;
    }
    return shared.computeIfAbsent(
        tokens[0] + '.' + tokens[1],
        market -> new Series(group, exchange(tokens[0]), tokens[0], tokens[1], OTHER));
  }

  private BookExchangeMetrics exchange(String exchange) {
    return exchanges.computeIfAbsent(exchange, key -> new BookExchangeMetrics(group, exchange));
  }

  /** The series of one instrument, or the shared ones, which have no gauges. */
  static final class Series {
    private final MetricGroup group;
    private final Counter updates;
    private final Counter crossed;
    private final Counter expired;
    private final Map<Violation, Counter> violations = new EnumMap<>(Violation.class);
    private final BookExchangeMetrics ofExchange;
    private boolean synced;
    private long lastUpdateMs;
    private int knownBids;
    private int knownAsks;

    private Series(
        MetricGroup parent,
        BookExchangeMetrics ofExchange,
        String exchange,
        String marketType,
        String symbol) {
      this.ofExchange = ofExchange;
      group =
          parent
              .addGroup("exchange", exchange)
              .addGroup("market_type", marketType)
              .addGroup("symbol", symbol);
      updates = group.counter(UPDATES);
      crossed = group.counter(CROSSED);
      expired = group.counter(EXPIRED);
      for (Violation violation : Violation.values()) {
        violations.put(violation, group.addGroup("reason", violation.token()).counter(VIOLATIONS));
      }
    }

    private void registerGauges() {
      group.gauge(SYNC_STATUS, (Gauge<Integer>) () -> synced ? 1 : 0);
      group.gauge(LAST_UPDATE, (Gauge<Double>) () -> lastUpdateMs / 1000.0);
      group.addGroup("side", "bid").gauge(KNOWN_LEVELS, (Gauge<Integer>) () -> knownBids);
      group.addGroup("side", "ask").gauge(KNOWN_LEVELS, (Gauge<Integer>) () -> knownAsks);
    }

    void updated(OrderBook book, long now) {
      updates.inc();
      lastUpdateMs = now;
      knownBids = book.knownBidCount();
      knownAsks = book.knownAskCount();
    }

    void synced(boolean live) {
      synced = live;
      if (!live) {
        knownBids = 0;
        knownAsks = 0;
      }
    }

    void violated(Violation violation) {
      violations.get(violation).inc();
      ofExchange.violated(violation);
      if (violation == Violation.CROSSED) {
        crossed.inc();
      }
    }

    /**
     * An update was dealt with.
     *
     * @param nanos that it took, with its publication where it was due at once
     */
    void took(long nanos) {
      ofExchange.took(nanos);
    }

    void expired() {
      expired.inc();
    }
  }
}
