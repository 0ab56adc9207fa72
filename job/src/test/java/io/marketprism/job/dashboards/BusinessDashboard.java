// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.dashboards;

import java.util.List;

/** What consumers get: how much of each data type, and how much of it failed. */
final class BusinessDashboard {
  private static final List<DataType> TYPES =
      List.of(
          new DataType("orderbook", "Orderbook", "5m", "stale-feed"),
          new DataType("trade", "Trade", "5m", "stale-feed"),
          new DataType("funding_rate", "Funding Rate", "15m", "poller"),
          new DataType("open_interest", "Open Interest", "15m", "poller"),
          new DataType("liquidation", "Liquidation", "15m", "stale-feed"),
          new DataType("volatility_index", "Volatility Index", "15m", "poller"),
          new DataType("lsr_top_position", "LSR Top Position", "15m", "poller"),
          new DataType("lsr_all_account", "LSR All Account", "15m", "poller"));

  /** Less than that is not one message in the window. */
  private static final double NOTHING = 1e-9;

  /**
   * @param token of the subject
   * @param window over which rates are taken: records of slow types are minutes apart
   */
  private record DataType(String token, String title, String window, String runbook) {

    /** Of the counters by subject, those of this type that are chosen. */
    String rate(String counter) {
      return "rate(%s{subject=~\"%s\\\\.(?:$exchange)\\\\.(?:$market_type)\\\\..*\"}[%s])"
          .formatted(counter, token, window);
    }
  }

  private BusinessDashboard() {}

  static Dashboard dashboard() {
    Dashboard dashboard =
        new Dashboard(
                "marketprism-business",
                "MarketPrism Business",
                "What is published, by instrument, and whether publishing succeeds.")
            .choice("exchange", "Exchange", "marketprism_feed_live")
            .choice("market_type", "Market", "marketprism_feed_live");
    TYPES.forEach(type -> dashboard.add(ingestRate(type)));
    TYPES.forEach(type -> dashboard.add(successRate(type)));
    return dashboard;
  }

  /** Instruments that are configured and silent are rows with 0, not absent ones. */
  private static Panel ingestRate(DataType type) {
    String labels = "exchange, market_type, symbol";
    String bySubject = type.rate("marketprism_nats_messages_published_total");
    Panel panel =
        Panel.table(
                "Ingest rate: " + type.title(),
                "Confirmed messages a second over %s, each instrument a row. "
                        .formatted(type.window())
                    + meaningOfZero(type))
            .query(
                "sum by (%s) (%s) or 0 * max by (%s) (%s)"
                    .formatted(
                        labels,
                        label(
                            "exchange", 1, label("market_type", 2, label("symbol", 3, bySubject))),
                        labels,
                        "marketprism_feed_live{data_type=\"%s\", exchange=~\"$exchange\","
                                .formatted(type.token())
                            + " market_type=~\"$market_type\"}"),
                "")
            .unit("ops")
            .size(6, 10)
            .runbook(type.runbook());
    return type.token().equals("liquidation")
        ? panel.show(0, "0 (none)", "text")
        : panel.lowIsBad(NOTHING).show(0, "0 (stale)", "red");
  }

  private static String meaningOfZero(DataType type) {
    return switch (type.token()) {
      case "orderbook", "trade" -> "0 means that nothing was published: the feed is stale.";
      case "liquidation" -> "0 is nothing unusual: liquidations come when the market moves.";
      case "volatility_index" -> "One a minute is 0.0167/s; 0 means that the feed is stale.";
      default -> "It is published when the figure changed; 0 means that the feed is stale.";
    };
  }

  /** Where nothing was tried there is no rate: neither 100 % nor 0 %. */
  private static Panel successRate(DataType type) {
    String published =
        "sum by (subject) (%s)".formatted(type.rate("marketprism_nats_messages_published_total"));
    String failed =
        "sum by (subject) (%s)".formatted(type.rate("marketprism_nats_publish_errors_total"));
    String tried = "(%s + (%s or 0 * %s))".formatted(published, failed, published);
    return Panel.table(
            "Success rate: " + type.title(),
            "Share of publishes that NATS confirmed over %s, each subject a row."
                    .formatted(type.window())
                + " Failures are counted as failures, never as published; 100 % is right.")
        .query("%s / (%s > 0) or 0 * %s - 1".formatted(published, tried, published), "")
        .unit("percentunit")
        .lowIsBad(0.95, 0.999)
        .show(-1, "nothing sent", "text")
        .size(6, 10)
        .runbook("publish-errors");
  }

  /** The {@code position}-th token of the subject as a label; the last one is all the rest. */
  private static String label(String name, int position, String expression) {
    String before = "[^.]+\\\\.".repeat(position);
    String token = position == 3 ? "(.*)" : "([^.]+)\\\\..*";
    return "label_replace(%s, \"%s\", \"$1\", \"subject\", \"%s%s\")"
        .formatted(expression, name, before, token);
  }
}
