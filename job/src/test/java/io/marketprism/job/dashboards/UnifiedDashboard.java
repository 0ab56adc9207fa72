// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.dashboards;

import static io.marketprism.job.dashboards.Query.quantile;
import static io.marketprism.job.dashboards.Query.zeroWhileUp;

import java.util.List;
import java.util.stream.Stream;

/** The first page to open: is all well, and if not, where to look. */
final class UnifiedDashboard {
  private static final String NATS_EXPORTER = "it needs the NATS exporter.";
  private static final String PUBLISHED = "marketprism_nats_messages_published_labeled_total";

  /** Data types by their tokens, in the order of all pages. */
  private static final List<String> TYPES =
      List.of(
          "orderbook",
          "trade",
          "funding_rate",
          "open_interest",
          "liquidation",
          "volatility_index",
          "lsr_top_position",
          "lsr_all_account");

  private UnifiedDashboard() {}

  static Dashboard dashboard() {
    return new Dashboard(
            "marketprism-unified",
            "MarketPrism Overview",
            "The whole pipeline on one page: services, data flow, freshness, diagnosis.")
        .add(Panel.heading("Overview"))
        .add(overview())
        .add(Panel.heading("Services"))
        .add(services())
        .add(Panel.heading("Data flow"))
        .add(flow())
        .add(Panel.heading("Freshness"))
        .add(ages())
        .add(freshness())
        .add(Panel.heading("Diagnosis"))
        .add(diagnosis());
  }

  private static Panel[] overview() {
    return new Panel[] {
      Panel.stat("Collector", "Whether every TaskManager's metrics can be read.")
          .query("min(up{job=\"collector\"}) or on() vector(0)", "")
          .lowIsBad(1)
          .show(1, "UP", "green")
          .show(0, "DOWN", "red")
          .size(3, 5)
          .runbook("target-down"),
      Panel.stat("Job", "Whether Flink runs the job.")
          .query("max(flink_jobmanager_numRunningJobs) or on() vector(0)", "")
          .lowIsBad(1)
          .show(1, "RUNNING", "green")
          .show(0, "NOT RUNNING", "red")
          .size(3, 5)
          .runbook("job-down"),
      Panel.stat("NATS", "Whether all writers of the collector are connected.")
          .query("min(marketprism_nats_connected) or on() vector(0)", "")
          .lowIsBad(1)
          .show(1, "CONNECTED", "green")
          .show(0, "AWAY", "red")
          .size(3, 5)
          .runbook("nats-down"),
      Panel.stat("Firing alerts", "Of all severities; click through to Alertmanager for them.")
          .query(zeroWhileUp("count(ALERTS{alertstate=\"firing\"})"), "")
          .highIsBad(1)
          .size(3, 5),
      Panel.stat("Live feeds", "Share of the configured feeds that are live.")
          .query("sum(marketprism_feed_live) / count(marketprism_feed_live) or on() vector(0)", "")
          .unit("percentunit")
          .lowIsBad(0.5, 1)
          .size(3, 5)
          .runbook("stale-feed"),
      Panel.stat("Published", "Confirmed messages a second.")
          .query("sum(rate(%s[1m])) or on() vector(0)".formatted(PUBLISHED), "")
          .unit("ops")
          .lowIsBad(10, 50)
          .size(3, 5)
          .runbook("low-data"),
      Panel.stat("Publish p95", "From hand-over to acknowledgement (JetStream) or socket (core).")
          .query(quantile(0.95, "marketprism_nats_publish_duration_seconds", ""), "")
          .unit("s")
          .highIsBad(0.5, 1)
          .size(3, 5)
          .runbook("publish-errors"),
      Panel.stat("Degradation", "0 is normal; higher means that less is published to keep up.")
          .query("max(marketprism_degradation_level)", "")
          .highIsBad(1, 3)
          .size(3, 5)
          .runbook("degraded"),
      Panel.lines("Memory", "Resident memory of the TaskManagers, and what they may have.")
          .query("process_resident_memory_bytes{job=\"collector\"}", "{{instance}}")
          .query("marketprism_memory_limit_bytes{job=\"collector\"}", "limit {{instance}}")
          .unit("bytes")
          .runbook("high-memory"),
      Panel.lines("CPU", "Of one core; 200 % are two cores.")
          .query("100 * rate(process_cpu_seconds_total{job=\"collector\"}[1m])", "{{instance}}")
          .unit("percent")
          .runbook("backpressure"),
      Panel.lines("JetStream storage", "What the streams take on NATS' disk.")
          .query("max(gnatsd_varz_jetstream_stats_storage)", "used")
          .query("max(gnatsd_varz_jetstream_config_max_storage > 0)", "limit")
          .unit("bytes")
          .mayBeEmpty(NATS_EXPORTER)
          .runbook("jetstream"),
      Panel.lines("NATS connections", "Clients of the server, ours and all consumers'.")
          .query("max(gnatsd_varz_connections)", "connections")
          .mayBeEmpty(NATS_EXPORTER)
          .runbook("nats-down"),
    };
  }

  private static Panel[] services() {
    return new Panel[] {
      Panel.table("Scraped targets", "What Prometheus reads; 0 means that it does not answer.")
          .query("min by (job, instance) (up)", "")
          .lowIsBad(1)
          .show(1, "up", "green")
          .show(0, "down", "red")
          .size(8, 8)
          .runbook("target-down"),
      Panel.table("Probes", "Answers of the health endpoints. Only 200 counts as success.")
          .query("min by (instance) (probe_success)", "")
          .lowIsBad(1)
          .show(1, "200", "green")
          .show(0, "failed", "red")
          .size(8, 8)
          .mayBeEmpty("it needs the blackbox exporter.")
          .runbook("health"),
      Panel.table("Streams", "Whether JetStream has them, with our subjects.")
          .query("min by (stream) (marketprism_jetstream_stream_ok)", "")
          .lowIsBad(1)
          .show(1, "ok", "green")
          .show(0, "missing or different", "red")
          .size(4, 8)
          .runbook("jetstream"),
      Panel.stat("Collectors", "That publish on this NATS. More than 1 sends everything twice.")
          .query("max(marketprism_collector_instances)", "")
          .highIsBad(2)
          .size(4, 8)
          .runbook("duplicate"),
    };
  }

  private static Panel[] flow() {
    return new Panel[] {
      Panel.lines("Published by exchange", "Confirmed messages a second.")
          .query("sum by (exchange) (rate(%s[1m]))".formatted(PUBLISHED), "{{exchange}}")
          .unit("ops")
          .size(8, 8)
          .runbook("stale-feed"),
      Panel.lines("Published by data type", "Confirmed messages a second.")
          .query("sum by (data_type) (rate(%s[1m]))".formatted(PUBLISHED), "{{data_type}}")
          .unit("ops")
          .size(8, 8)
          .runbook("stale-feed"),
      Panel.lines("Publish errors", "By kind, a second. Must stay 0.")
          .query(
              "sum by (error_type) (rate(marketprism_nats_publish_errors_total[5m]))",
              "{{error_type}}")
          .unit("ops")
          .highIsBad(0.001)
          .size(8, 8)
          .runbook("publish-errors"),
      Panel.lines("Received by exchange", "Bytes a second on all WebSockets, uncompressed.")
          .query(
              "sum by (exchange) (rate(marketprism_websocket_bytes_received_total[1m]))",
              "{{exchange}}")
          .unit("Bps")
          .size(8, 8)
          .runbook("stale-feed"),
      Panel.lines("Publish time", "Median, p95 and p99 of all transports.")
          .query(quantile(0.5, "marketprism_nats_publish_duration_seconds", ""), "p50")
          .query(quantile(0.95, "marketprism_nats_publish_duration_seconds", ""), "p95")
          .query(quantile(0.99, "marketprism_nats_publish_duration_seconds", ""), "p99")
          .unit("s")
          .highIsBad(1)
          .size(8, 8)
          .runbook("publish-errors"),
      Panel.lines(
              "Stored against published",
              "Messages a second that JetStream's streams grew by, and that it acknowledged to us."
                  + " They agree as long as no stream throws old ones away.")
          .query("sum(rate(jetstream_stream_last_seq[5m]))", "stored")
          .query(
              "sum(rate(%s{data_type!~\"orderbook|quote\"}[5m]))".formatted(PUBLISHED), "published")
          .unit("ops")
          .size(8, 8)
          .mayBeEmpty(NATS_EXPORTER)
          .runbook("jetstream"),
    };
  }

  private static Stream<Panel> agesOfTypes() {
    return TYPES.stream()
        .map(
            type -> {
              Panel panel =
                  Panel.stat(type, "Since the last success, of the exchange that waits longest.")
                      .query(
                          "time() - min(max by (exchange) (%s))".formatted(lastSuccess(type)), "")
                      .unit("s")
                      .size(3, 4);
              return switch (type) {
                case "orderbook", "trade" -> panel.highIsBad(10, 60).runbook("stale-feed");
                case "liquidation" ->
                    panel
                        .mayBeEmpty("liquidations come when the market moves.")
                        .runbook("stale-feed");
                default -> panel.highIsBad(120, 300).runbook("poller");
              };
            });
  }

  private static Panel[] ages() {
    return agesOfTypes().toArray(Panel[]::new);
  }

  /** Of polls and of publishes, each a series of its own: take the maximum. 0 stands for never. */
  private static String lastSuccess(String types) {
    return "marketprism_collector_last_success_timestamp_seconds{data_type=~\"%s\"} > 0"
        .formatted(types);
  }

  private static Panel[] freshness() {
    return new Panel[] {
      Panel.lines("Age of order books and trades", "Since the last publish, by exchange.")
          .query(
              "time() - max by (exchange, data_type) (%s)"
                  .formatted(lastSuccess("orderbook|trade")),
              "{{exchange}} {{data_type}}")
          .unit("s")
          .highIsBad(10, 60)
          .size(12, 8)
          .runbook("stale-feed"),
      Panel.lines(
              "Age of polled figures", "Since the last successful poll or publish, by exchange.")
          .query(
              "time() - max by (exchange, data_type) (%s)"
                  .formatted(lastSuccess("funding_rate|open_interest|lsr_.*|volatility_index")),
              "{{exchange}} {{data_type}}")
          .unit("s")
          .highIsBad(120, 300)
          .size(12, 8)
          .runbook("poller"),
    };
  }

  private static Panel[] diagnosis() {
    String feed = "exchange, market_type, data_type, symbol";
    return new Panel[] {
      Panel.table(
              "Published by exchange and type", "Messages a second over 5 minutes, least first.")
          .query(
              "sum by (exchange, market_type, data_type) (rate(%s[5m]))".formatted(PUBLISHED), "")
          .unit("ops")
          .size(8, 10)
          .runbook("low-data"),
      Panel.table("Feeds that are not live", "Empty is right.")
          .query("max by (%s) (marketprism_feed_live) == 0".formatted(feed), "")
          .lowIsBad(1)
          .show(0, "not live", "red")
          .size(8, 10)
          .mayBeEmpty("all feeds are live when all is well.")
          .runbook("stale-feed"),
      Panel.table(
              "Feeds that are stale", "Seconds since the last message, where above the threshold.")
          .query(
              ("time() - max by (%s) (marketprism_feed_last_message_timestamp_seconds > 0)"
                      + " > max by (%s) (marketprism_feed_stale_threshold_seconds)")
                  .formatted(feed, feed),
              "")
          .unit("s")
          .highIsBad(1)
          .sorted("Value", true)
          .size(8, 10)
          .mayBeEmpty("no feed is stale when all is well.")
          .runbook("stale-feed"),
      Panel.table("Collector errors by code", "In the last hour.")
          .query(
              "sum by (exchange, data_type, code)"
                  + " (increase(marketprism_collector_errors_total[1h])) > 0",
              "")
          .sorted("Value", true)
          .size(8, 8)
          .mayBeEmpty("there are no errors when all is well.")
          .runbook("dead-letter"),
      Panel.table("Refused messages", "Dead letters of the last hour, by reason.")
          .query("sum by (exchange, reason) (increase(marketprism_dead_letters_total[1h])) > 0", "")
          .sorted("Value", true)
          .size(8, 8)
          .mayBeEmpty("nothing is refused when all is well.")
          .runbook("dead-letter"),
      Panel.table("Polls that did not succeed", "In the last hour, by exchange and type.")
          .query(
              "sum by (exchange, market_type, data_type, status)"
                  + " (increase(marketprism_polls_total{status!=\"success\"}[1h])) > 0",
              "")
          .sorted("Value", true)
          .size(8, 8)
          .mayBeEmpty("all polls succeed when all is well.")
          .runbook("poller"),
    };
  }
}
