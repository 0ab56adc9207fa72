// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import io.marketprism.job.healthserver.MetricsReading.CollectorFigures;
import io.marketprism.job.healthserver.MetricsReading.Sockets;
import io.marketprism.job.healthserver.MetricsReading.Success;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.annotation.Nullable;

/**
 * Turns pages of metrics into a reading, with what must be remembered from one look to the next:
 * how old times are, and what the counters were. No input or output. For one thread.
 */
final class MetricsDigest {
  private static final double NANOS = 1e9;
  private static final Set<String> CORE = Set.of("orderbook", "trade");

  private final FeedTable feeds = new FeedTable();
  private final Ages successAges = new Ages();
  private final Ages bookAges = new Ages();
  private final PublishWindow window = new PublishWindow();
  private long lastPublishNanos;
  private double corePublished = Double.NaN;

  /**
   * @param nowNanos monotonic; silence counts from here before anything was seen
   */
  MetricsDigest(long nowNanos) {
    this.lastPublishNanos = nowNanos;
  }

  /**
   * Makes a reading of one round.
   *
   * @param series of all pages
   * @param read pages that were read
   * @param unreadable the others, with the reason
   * @param nowNanos monotonic
   * @param nowSeconds seconds since the epoch
   */
  MetricsReading digest(
      Stream<Series> series,
      int read,
      Map<String, String> unreadable,
      long nowNanos,
      double nowSeconds) {
    Collected all = new Collected(series);
    String published = "marketprism_nats_messages_published_labeled_total";
    window.add(
        nowNanos,
        all.sum(published, any -> true),
        all.sum("marketprism_nats_publish_errors_total", any -> true));
    double core = all.sum(published, one -> CORE.contains(one.label("data_type")));
    if (core != corePublished && core > 0 && !Double.isNaN(corePublished)) {
      lastPublishNanos = nowNanos;
    }
    corePublished = core;
    List<Feed> table = feeds.feeds(all, nowNanos, nowSeconds);
    OptionalDouble level = all.max("marketprism_degradation_level");
    return new MetricsReading(
        table,
        lastBookUpdate(all, nowNanos, nowSeconds),
        successes(all, nowNanos, nowSeconds),
        sockets(all),
        window.errorRatio(),
        (nowNanos - lastPublishNanos) / NANOS,
        level.isPresent() ? (Integer) (int) level.getAsDouble() : null,
        process(all),
        read,
        Map.copyOf(unreadable));
  }

  @Nullable
  private Double lastBookUpdate(Collected all, long nowNanos, double nowSeconds) {
    OptionalDouble last = all.max("marketprism_last_orderbook_update_timestamp");
    return last.isPresent() && last.getAsDouble() > 0
        ? (Double) bookAges.age("books", last.getAsDouble(), nowNanos, nowSeconds)
        : null;
  }

  private SortedMap<String, SortedMap<String, Success>> successes(
      Collected all, long nowNanos, double nowSeconds) {
    SortedMap<String, SortedMap<String, Double>> latest = new TreeMap<>();
    for (Series one : all.named("marketprism_collector_last_success_timestamp_seconds")) {
      latest
          .computeIfAbsent(one.label("data_type"), type -> new TreeMap<>())
          .merge(one.label("exchange"), one.value(), Math::max);
    }
    SortedMap<String, SortedMap<String, Success>> successes = new TreeMap<>();
    Set<String> keys = new HashSet<>();
    latest.forEach(
        (type, exchanges) ->
            exchanges.forEach(
                (exchange, time) -> {
                  String key = type + '.' + exchange;
                  keys.add(key);
                  double age = successAges.age(key, time, nowNanos, nowSeconds);
                  successes
                      .computeIfAbsent(type, any -> new TreeMap<>())
                      .put(exchange, new Success(time, age));
                }));
    successAges.keepOnly(keys);
    return successes;
  }

  /** A connection has a series whether it is open or not, so the series are those expected. */
  private static SortedMap<String, Sockets> sockets(Collected all) {
    Map<String, Map<String, Boolean>> open = new TreeMap<>();
    for (Series one : all.named("marketprism_websocket_connected")) {
      open.computeIfAbsent(one.label("exchange"), exchange -> new TreeMap<>())
          .merge(one.label("connection"), one.value() > 0, Boolean::logicalOr);
    }
    SortedMap<String, Sockets> sockets = new TreeMap<>();
    open.forEach(
        (exchange, connections) ->
            sockets.put(
                exchange,
                new Sockets(
                    (int) connections.values().stream().filter(is -> is).count(),
                    connections.size())));
    return sockets;
  }

  private static CollectorFigures process(Collected all) {
    OptionalDouble start = all.min("process_start_time_seconds");
    return new CollectorFigures(
        all.sumOrNull("marketprism_cpu_usage_percent", any -> true),
        all.sumOrNull("process_resident_memory_bytes", any -> true),
        all.sumOrNull("marketprism_memory_limit_bytes", any -> true),
        all.sumOrNull("process_open_fds", any -> true),
        all.sumOrNull(
            "marketprism_tcp_connections_count", one -> one.label("state").equals("ESTABLISHED")),
        start.isPresent() ? (Double) start.getAsDouble() : null);
  }
}
