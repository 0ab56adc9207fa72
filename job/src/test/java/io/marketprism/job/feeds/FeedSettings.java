// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import io.marketprism.model.DataType;
import io.marketprism.simulator.Simulator;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.VenueSettings;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One venue's settings for tests: as usual, but with everything quick. Times in ms. */
final class FeedSettings {
  private final String venue;
  private String ws;
  private String rest;
  private String wsApi = "";
  private List<String> symbols = List.of();
  private List<DataType> types = List.of(DataType.ORDERBOOK);
  private boolean polledBooks;
  private int snapshotLimit = 1_000;
  private long silence = 30_000;
  private long refresh = 3_600_000;
  private int perConnection = 200;
  private long maxAge;
  private int budgetPercent = 50;
  private final Map<DataType, Long> poll = new EnumMap<>(DataType.class);
  private final Map<DataType, Long> stale = new EnumMap<>(DataType.class);
  private final Map<String, String> options = new HashMap<>();

  private FeedSettings(String venue, String ws, String rest) {
    this.venue = venue;
    this.ws = ws;
    this.rest = rest;
    for (DataType type : DataType.values()) {
      poll.put(type, 300L);
      stale.put(type, 60_000L);
    }
  }

  /** A venue as the simulator plays it. */
  static FeedSettings of(String venue, Simulator simulator) {
    return new FeedSettings(venue, simulator.wsUrl(), simulator.restUrl());
  }

  /** A venue at any port of this machine. */
  static FeedSettings at(String venue, int port) {
    return new FeedSettings(venue, "ws://127.0.0.1:" + port, "http://127.0.0.1:" + port);
  }

  FeedSettings symbols(String... names) {
    symbols = List.of(names);
    return this;
  }

  FeedSettings types(DataType... dataTypes) {
    types = List.of(dataTypes);
    return this;
  }

  /** Whole books at an interval instead of a stream of differences. */
  FeedSettings polledBooks(long interval) {
    polledBooks = true;
    return poll(DataType.ORDERBOOK, interval);
  }

  FeedSettings poll(DataType type, long interval) {
    poll.put(type, interval);
    return this;
  }

  FeedSettings stale(long millis) {
    stale.replaceAll((type, before) -> millis);
    return this;
  }

  FeedSettings silence(long millis) {
    silence = millis;
    return this;
  }

  FeedSettings refresh(long millis) {
    refresh = millis;
    return this;
  }

  FeedSettings snapshotLimit(int levels) {
    snapshotLimit = levels;
    return this;
  }

  FeedSettings perConnection(int streams) {
    perConnection = streams;
    return this;
  }

  /** Sockets are replaced when they are so old. */
  FeedSettings maxAge(long millis) {
    maxAge = millis;
    return this;
  }

  FeedSettings budgetPercent(int percent) {
    budgetPercent = percent;
    return this;
  }

  FeedSettings ws(String url) {
    ws = url;
    return this;
  }

  FeedSettings rest(String url) {
    rest = url;
    return this;
  }

  FeedSettings wsApi(String url) {
    wsApi = url;
    return this;
  }

  FeedSettings option(String name, String value) {
    options.put(name, value);
    return this;
  }

  VenueSettings build() {
    return new VenueSettings(
        venue,
        new SymbolSelection(symbols),
        types,
        new VenueSettings.Endpoints(ws, rest, wsApi),
        new VenueSettings.Instruments(false, refresh),
        new VenueSettings.Books(polledBooks, 100, snapshotLimit, 10_000, 8 << 20, 3_600_000),
        new VenueSettings.Sockets(silence, 5_000, 8 << 20, perConnection, maxAge, 0),
        budgetPercent,
        20_000,
        poll,
        stale,
        options);
  }
}
