// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import io.marketprism.job.healthserver.Heartbeats.Beat;
import io.marketprism.job.healthserver.MetricsReading.CollectorFigures;
import io.marketprism.job.healthserver.MetricsReading.Sockets;
import io.marketprism.job.healthserver.MetricsReading.Success;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A collector that does well, of which a test spoils a part. */
final class Observations {
  static final Instant NOW = Instant.parse("2026-08-13T09:26:14.928Z");

  Sample<NatsReading> nats =
      good(new NatsReading(0.0007, "marketprism 2.10.7", streams(true, true)));
  Absence natsAway = Absence.NONE;
  Sample<JobReading> job = good(new JobReading("ab12", "RUNNING", 9, 9, 0L, 6.1, 5.0, 1));
  Absence notRunning = Absence.NONE;
  List<Feed> feeds = new ArrayList<>();
  Map<String, Sockets> sockets = new TreeMap<>(Map.of("binance", new Sockets(4, 4)));
  Map<String, Map<String, Success>> successes = new TreeMap<>();
  Double errorRatio = 0.0;
  double silentSeconds = 0.1;
  Integer degradationLevel = 0;
  CollectorFigures process =
      new CollectorFigures(41.0, 1.3e9, 3.6e9, 214.0, 13.0, NOW.getEpochSecond() - 123.0);
  int read = 1;
  Map<String, String> unreadable = Map.of();
  String metricsError;
  Absence unread = Absence.NONE;
  Absence noneLive = Absence.NONE;
  List<Beat> heartbeats = List.of(new Beat("node1-4711", "ab12", "healthy", 2.5));
  List<String> rejected = List.of();

  Observations() {
    for (String exchange : List.of("binance", "okx")) {
      for (String symbol : List.of("BTC-USDT", "ETH-USDT")) {
        feeds.add(feed("orderbook", exchange, symbol, true, 0.1));
        feeds.add(feed("trade", exchange, symbol, true, 0.4));
      }
    }
    double now = NOW.toEpochMilli() / 1e3;
    successes.put("orderbook", Map.of("binance", new Success(now - 0.1, 0.1)));
    successes.put("trade", Map.of("binance", new Success(now - 0.4, 0.4)));
  }

  static TreeMap<String, Boolean> streams(Boolean data, Boolean trades) {
    TreeMap<String, Boolean> streams = new TreeMap<>();
    streams.put("MARKET_DATA", data);
    streams.put("MARKET_TRADES", trades);
    return streams;
  }

  static Feed feed(String type, String exchange, String symbol, boolean live, double age) {
    return new Feed(type, exchange, "spot", symbol, live, true, age, 60);
  }

  static Absence of(int seconds) {
    return new Absence(Duration.ofSeconds(seconds), true);
  }

  /** Replaces the feeds of an exchange by ones with this liveness and age. */
  void spoil(String exchange, boolean live, double age) {
    feeds.replaceAll(
        feed ->
            feed.exchange().equals(exchange)
                ? feed(feed.dataType(), exchange, feed.symbol(), live, age)
                : feed);
  }

  static <T> Sample<T> good(T value) {
    return new Sample<>(value, null, 0, NOW, Duration.ofMillis(4));
  }

  static <T> Sample<T> bad(String error) {
    return new Sample<>(null, error, 0, NOW, Duration.ofMillis(4));
  }

  Observation observation() {
    TreeMap<String, SortedMap<String, Success>> sorted = new TreeMap<>();
    successes.forEach((type, exchanges) -> sorted.put(type, new TreeMap<>(exchanges)));
    Sample<MetricsReading> metrics =
        metricsError != null
            ? bad(metricsError)
            : good(
                new MetricsReading(
                    List.copyOf(feeds),
                    0.1,
                    sorted,
                    new TreeMap<>(sockets),
                    errorRatio,
                    silentSeconds,
                    degradationLevel,
                    process,
                    read,
                    unreadable));
    return new Observation(
        nats, natsAway, job, notRunning, metrics, unread, noneLive, heartbeats, rejected);
  }

  Verdict verdict() {
    return Judge.judge(observation());
  }
}
