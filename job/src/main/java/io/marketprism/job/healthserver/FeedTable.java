// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes feeds of their series. A feed that several subtasks or TaskManagers have, as with redundant
 * connections, is live when one of them says so, and as fresh as the freshest. For one thread.
 */
final class FeedTable {
  /** Beyond this a threshold means that silence says nothing. */
  private static final double NEVER_STALE_SECONDS = 1e9;

  private final Ages ages = new Ages();

  private static final class Row {
    private final Series labels;
    private boolean live;
    private boolean synchronised = true;
    private double lastMessage;
    private double threshold = Double.POSITIVE_INFINITY;

    private Row(Series labels) {
      this.labels = labels;
    }
  }

  List<Feed> feeds(Collected all, long nowNanos, double nowSeconds) {
    Map<String, Row> rows = new HashMap<>();
    for (Series series : all.named("marketprism_feed_live")) {
      Row row = rows.computeIfAbsent(key(series), key -> new Row(series));
      row.live |= series.value() > 0;
    }
    for (Series series : all.named("marketprism_feed_last_message_timestamp_seconds")) {
      Row row = rows.get(key(series));
      if (row != null && series.value() > row.lastMessage) {
        row.lastMessage = series.value();
      }
    }
    for (Series series : all.named("marketprism_feed_stale_threshold_seconds")) {
      Row row = rows.get(key(series));
      if (row != null && series.value() > 0 && series.value() < NEVER_STALE_SECONDS) {
        row.threshold = Math.min(row.threshold, series.value());
      }
    }
    markUnsynchronised(all, rows);
    List<Feed> feeds = new ArrayList<>();
    rows.forEach((key, row) -> feeds.add(feed(key, row, nowNanos, nowSeconds)));
    ages.keepOnly(rows.keySet());
    feeds.sort((one, other) -> one.subject().compareTo(other.subject()));
    return feeds;
  }

  /** A book may be told unsynchronised by the operator that keeps it, not only by its feed. */
  private static void markUnsynchronised(Collected all, Map<String, Row> rows) {
    Set<String> whole = new HashSet<>();
    Set<String> broken = new HashSet<>();
    for (Series series : all.named("marketprism_orderbook_sync_status")) {
      (series.value() > 0 ? whole : broken).add("orderbook." + place(series));
    }
    broken.removeAll(whole);
    for (String key : broken) {
      Row row = rows.get(key);
      if (row != null) {
        row.synchronised = false;
      }
    }
  }

  private Feed feed(String key, Row row, long nowNanos, double nowSeconds) {
    return new Feed(
        row.labels.label("data_type"),
        row.labels.label("exchange"),
        row.labels.label("market_type"),
        row.labels.label("symbol"),
        row.live && row.synchronised,
        row.lastMessage > 0,
        ages.age(key, row.lastMessage, nowNanos, nowSeconds),
        row.threshold);
  }

  private static String key(Series series) {
    return series.label("data_type") + '.' + place(series);
  }

  private static String place(Series series) {
    return series.label("exchange")
        + '.'
        + series.label("market_type")
        + '.'
        + series.label("symbol");
  }
}
