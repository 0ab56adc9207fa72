// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.dashboards;

import static io.marketprism.job.dashboards.Query.quantile;
import static io.marketprism.job.dashboards.Query.zeroWhileUp;

/** Whether the books are the venues' own, how late they are, and what it costs to keep them so. */
final class OrderBookDashboard {
  private static final String CHOSEN = "exchange=~\"$exchange\", market_type=~\"$market_type\"";
  private static final String INSTRUMENT = "{{exchange}} {{market_type}} {{symbol}}";
  private static final String BY_INSTRUMENT = "by (exchange, market_type, symbol)";

  private OrderBookDashboard() {}

  static Dashboard dashboard() {
    return new Dashboard(
            "marketprism-orderbook-quality",
            "MarketPrism Order-book Quality",
            "Synchronisation, gaps, latency and the venues' limits.")
        .choice("exchange", "Exchange", "marketprism_feed_live")
        .choice("market_type", "Market", "marketprism_feed_live")
        .add(Panel.heading("Synchronisation"))
        .add(synchronisation())
        .add(Panel.heading("Correctness"))
        .add(correctness())
        .add(Panel.heading("Speed"))
        .add(speed())
        .add(Panel.heading("Trades and the venues' REST limits"))
        .add(venues());
  }

  private static Panel[] synchronisation() {
    return new Panel[] {
      Panel.states(
              "Books synchronised",
              "Green: the book may be published. Red: it waits for a snapshot and is not published.")
          .query("max %s (%s)".formatted(BY_INSTRUMENT, of("orderbook_sync_status")), INSTRUMENT)
          .lowIsBad(1)
          .show(1, "synchronised", "green")
          .show(0, "not synchronised", "red")
          .size(12, 8)
          .runbook("book-unsynced"),
      Panel.lines("Resyncs by reason", "Chains of updates given up in 5 minutes. 0 is right.")
          .query(
              zeroWhileUp(
                  "sum by (reason) (increase(%s[5m]))".formatted(of("orderbook_resyncs_total"))),
              "{{reason}}")
          .highIsBad(1, 5)
          .runbook("book-unsynced"),
      Panel.lines("Gaps", "Losses that the ids of updates or trades showed, in 5 minutes.")
          .query(
              "sum by (exchange, market_type, data_type) (increase(%s[5m]))"
                  .formatted(of("feed_gaps_total")),
              "{{exchange}} {{market_type}} {{data_type}}")
          .highIsBad(1, 5)
          .runbook("book-unsynced"),
      Panel.lines(
              "Waiting for a snapshot",
              "How long each book has been without one. 0 while it is synchronised.")
          .query(
              "max %s (%s)".formatted(BY_INSTRUMENT, of("orderbook_waiting_for_snapshot_seconds")),
              INSTRUMENT)
          .unit("s")
          .highIsBad(10, 60)
          .runbook("snapshot"),
      Panel.lines("Buffered updates", "Kept until the snapshot that they continue has come.")
          .query("max %s (%s)".formatted(BY_INSTRUMENT, of("orderbook_buffer_size")), INSTRUMENT)
          .runbook("snapshot"),
      Panel.lines("Snapshot requests", "By what came of them; in 5 minutes.")
          .query(
              "sum by (exchange, market_type, status) (increase(%s[5m]))"
                  .formatted(of("snapshot_requests_total")),
              "{{exchange}} {{market_type}} {{status}}")
          .runbook("snapshot"),
      Panel.lines("Snapshot requests p99", "Of those answered in 5 minutes.")
          .query(
              quantile(
                  0.99, "marketprism_snapshot_request_duration_seconds", "exchange, market_type"),
              "{{exchange}} {{market_type}}")
          .unit("s")
          .highIsBad(1, 2)
          .mayBeEmpty("synchronised books ask for none.")
          .runbook("snapshot"),
    };
  }

  private static Panel[] correctness() {
    return new Panel[] {
      Panel.lines(
              "Known levels",
              "Within the range that the snapshot covered, by side. Only they are published.")
          .query(
              "max by (exchange, market_type, symbol, side) (%s)"
                  .formatted(of("orderbook_known_levels")),
              INSTRUMENT + " {{side}}")
          .size(8, 8)
          .runbook("book-quality"),
      Panel.lines(
              "Books that contradict themselves",
              "Crossed books, checksums that differ, and other events that no sound feed sends, in"
                  + " 10 minutes. Each is synchronised anew. Must stay 0.")
          .query("sum(increase(%s[10m]))".formatted(of("orderbook_crossed_total")), "crossed")
          .query(
              "sum(increase(%s[10m]))".formatted(of("orderbook_checksum_errors_total")), "checksum")
          .query("sum(increase(%s[10m]))".formatted(of("orderbook_violations_total")), "violations")
          .highIsBad(1)
          .size(8, 8)
          .runbook("book-quality"),
      Panel.lines(
              "Refused messages", "Dead letters a minute, by reason. Read them on dead_letter.>.")
          .query(
              "60 * sum by (exchange, reason) (rate(marketprism_dead_letters_total"
                  + "{exchange=~\"$exchange\"}[5m]))",
              "{{exchange}} {{reason}}")
          .highIsBad(1)
          .size(8, 8)
          .runbook("dead-letter"),
    };
  }

  private static Panel[] speed() {
    String byExchange = "{{exchange}}";
    return new Panel[] {
      Panel.lines("Updates a second", "Snapshots and deltas applied, by market.")
          .query(
              "sum by (exchange, market_type) (rate(%s[1m]))"
                  .formatted(of("orderbook_updates_total")),
              "{{exchange}} {{market_type}}")
          .unit("ops")
          .runbook("stale-feed"),
      Panel.lines("Applying an update, p99", "Including its publication where one is due.")
          .query(
              quantile(0.99, "marketprism_orderbook_update_duration_seconds", "exchange"),
              byExchange)
          .unit("s")
          .runbook("backpressure"),
      Panel.lines(
              "From the venue to us",
              "Receive time minus the venue's time, median and p99. It holds the difference of the"
                  + " two clocks and may be negative.")
          .query(quantile(0.5, "marketprism_event_lag_seconds", "exchange"), byExchange + " p50")
          .query(quantile(0.99, "marketprism_event_lag_seconds", "exchange"), byExchange + " p99")
          .unit("s")
          .runbook("clock"),
      Panel.lines(
              "Through the collector",
              "From receiving to publishing, median and p99, by data type.")
          .query(
              quantile(0.5, "marketprism_pipeline_latency_seconds", "data_type"),
              "{{data_type}} p50")
          .query(
              quantile(0.99, "marketprism_pipeline_latency_seconds", "data_type"),
              "{{data_type}} p99")
          .unit("s")
          .highIsBad(1, 5)
          .runbook("backpressure"),
      Panel.lines("Clock offset", "Our clock minus the venue's, median of 5 minutes.")
          .query(
              "max by (exchange) (marketprism_clock_offset_seconds{exchange=~\"$exchange\"})",
              byExchange)
          .unit("s")
          .highIsBad(1)
          .size(12, 8)
          .runbook("clock"),
      Panel.lines("Age of each book", "Since its last update; a quiet instrument's is longer.")
          .query(
              "time() - max %s (%s > 0)"
                  .formatted(BY_INSTRUMENT, of("last_orderbook_update_timestamp")),
              INSTRUMENT)
          .unit("s")
          .highIsBad(10, 60)
          .size(12, 8)
          .runbook("stale-feed"),
    };
  }

  private static Panel[] venues() {
    return new Panel[] {
      Panel.lines(
              "Trades missed and had afterwards",
              "In 10 minutes: fetched from the venue's history, and lost because it did not have them.")
          .query(
              "sum(increase(%s[10m]))".formatted(of("trades_backfilled_total")), "had afterwards")
          .query("sum(increase(%s[10m]))".formatted(of("trade_gap_lost_total")), "lost")
          .query(
              "sum(increase(%s[10m]))".formatted(of("trades_duplicate_total")),
              "duplicates dropped")
          .runbook("trade-gap"),
      Panel.lines(
              "REST budget used",
              "Of the venue's limit, as the venue itself counts where it tells.")
          .query(
              "max by (exchange, host) (marketprism_rest_weight_used{exchange=~\"$exchange\"})"
                  + " / max by (exchange, host)"
                  + " (marketprism_rest_weight_limit{exchange=~\"$exchange\"} > 0)",
              "{{exchange}} {{host}}")
          .unit("percentunit")
          .highIsBad(0.8, 0.95)
          .runbook("rate-limit"),
      Panel.lines(
              "Refused for too many requests",
              "Answers 429, 418 and 403 in 5 minutes. Must stay 0.")
          .query(
              zeroWhileUp(
                  "sum by (exchange, code) (increase(marketprism_rest_rate_limited_total"
                      + "{exchange=~\"$exchange\"}[5m]))"),
              "{{exchange}} {{code}}")
          .highIsBad(1)
          .runbook("rate-limit"),
      Panel.lines("Reconnections by reason", "In 10 minutes; planned_rotation is planned.")
          .query(
              zeroWhileUp(
                  "sum by (exchange, reason) (increase(marketprism_websocket_reconnections_total"
                      + "{exchange=~\"$exchange\"}[10m]))"),
              "{{exchange}} {{reason}}")
          .highIsBad(10)
          .runbook("reconnects"),
    };
  }

  /** A metric of the chosen markets. */
  private static String of(String metric) {
    return "marketprism_%s{%s}".formatted(metric, CHOSEN);
  }
}
