// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The metrics of the running job as Prometheus gets them: through Flink's reporter, renamed as
 * docs/metrics.md says. Every row of that page is there, with its labels.
 */
class MetricsITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final String YAML =
      """
      exchanges:
        binance_derivatives:
          symbols: [BTCUSDT]
          data_types: [orderbook, trade, funding_rate, liquidation]
        okx_spot: {symbols: [BTC-USDT], data_types: [orderbook, trade]}
      health: {interval: 1s}
      journal: {target: nats}
      """;

  /** Labels that Flink adds to what is its own. */
  private static final Set<String> OF_FLINK =
      Set.of("host", "tm_id", "job_name", "task_name", "operator_name", "subtask_index");

  /** What nothing has gone wrong for. */
  private static final List<String> FAULTS =
      List.of(
          "marketprism_collector_errors_total",
          "marketprism_data_validation_errors_total",
          "marketprism_dead_letters_total",
          "marketprism_feed_gaps_total",
          "marketprism_nats_publish_errors_total",
          "marketprism_orderbook_backlog_resyncs_total",
          "marketprism_orderbook_crossed_total",
          "marketprism_orderbook_queue_drops_total",
          "marketprism_rest_rate_limited_total",
          "marketprism_snapshot_reconnections_total",
          "marketprism_snapshot_timeouts_total",
          "marketprism_trade_gap_lost_total",
          "marketprism_ws_subscribe_rejected_total");

  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `((?:marketprism|process)_[a-z0-9_]+)` \\| (\\w+) \\| ([^|]+) \\|",
          Pattern.MULTILINE);

  @TempDir Path dir;

  private record Row(String name, String type, Set<String> labels) {}

  private static List<Row> rows(String page) {
    List<Row> rows = new ArrayList<>();
    ROW.matcher(page)
        .results()
        .forEach(
            row -> {
              String labels = row.group(3).strip();
              rows.add(
                  new Row(
                      row.group(1),
                      row.group(2),
                      labels.equals("–") ? Set.of() : Set.of(labels.split(", "))));
            });
    return rows;
  }

  private static Pattern relabeling(String page) {
    Matcher regex = Pattern.compile("^ +regex: (.+)$", Pattern.MULTILINE).matcher(page);
    assertThat(regex.find()).isTrue();
    return Pattern.compile(regex.group(1));
  }

  private static Configuration reporters(int port, Path dir) {
    Configuration settings = new Configuration();
    settings.setString("metrics.reporters", "prom,process");
    settings.setString(
        "metrics.reporter.prom.factory.class",
        "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
    settings.setString("metrics.reporter.prom.port", Integer.toString(port));
    settings.setString("metrics.reporter.prom.filterLabelValueCharacters", "false");
    settings.setString(
        "metrics.reporter.prom.scope.variables.excludes",
        "job_id;task_attempt_id;task_attempt_num;operator_id;task_id");
    settings.setString(
        "metrics.reporter.process.factory.class",
        "io.marketprism.job.process.ProcessReporterFactory");
    settings.setString("metrics.reporter.process.directories", dir.toString());
    return settings;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Simulator venue(String name) {
    return Simulator.builder()
        .venue(name)
        .synthetic(SyntheticSettings.usual().withLiquidationsEvery(1_000))
        .start();
  }

  @Test
  void everyMetricOfTheReferenceIsThereWithItsLabels() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs Linux's /proc");
    String page = Files.readString(MetricsReferenceTest.REFERENCE);
    Pattern relabeling = relabeling(page);
    int port = freePort();
    HttpClient http = HttpClient.newHttpClient();
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator usdm = venue("binance_derivatives");
        Simulator okx = venue("okx");
        LocalCollector collector = new LocalCollector(dir, nats, YAML, reporters(port, dir))) {
      collector.at("binance_derivatives", usdm).at("okx_spot", okx);
      assertThat(Scrape.of(http, port, relabeling).sum("process_resident_memory_bytes"))
          .as("told without a job")
          .isGreaterThan(10 << 20);

      collector.start(1, null);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Scrape scrape = Scrape.of(http, port, relabeling);
                assertPresent(scrape, rows(page));
                assertPlausible(scrape);
              });
    }
  }

  private static void assertPresent(Scrape scrape, List<Row> rows) {
    assertThat(rows).hasSizeGreaterThan(80);
    Set<String> absent = new TreeSet<>();
    for (Row row : rows) {
      boolean histogram = row.type().equals("histogram");
      String name = histogram ? row.name() + "_bucket" : row.name();
      List<Scrape.Series> series = scrape.of(name);
      if (series.isEmpty()) {
        absent.add(name);
      }
      Set<String> labels = new TreeSet<>(row.labels());
      if (histogram) {
        labels.add("le");
        assertThat(scrape.of(row.name() + "_count"))
            .as(row.name())
            .hasSameSizeAs(scrape.of(row.name() + "_sum"));
      }
      for (Scrape.Series each : series) {
        Set<String> own = new TreeSet<>(each.labels().keySet());
        own.removeAll(OF_FLINK);
        assertThat(own).as("labels of %s", name).isEqualTo(labels);
        assertThat(each.value()).as("%s", each).isNotNaN();
      }
    }
    assertThat(absent).as("metrics of the reference that are not exposed").isEmpty();
  }

  private static void assertPlausible(Scrape scrape) {
    FAULTS.forEach(name -> assertThat(scrape.sum(name)).as(name).isZero());
    for (String counted :
        List.of(
            "marketprism_nats_messages_published_total",
            "marketprism_nats_messages_published_labeled_total",
            "marketprism_nats_publish_duration_seconds_count",
            "marketprism_event_lag_seconds_count",
            "marketprism_pipeline_latency_seconds_count",
            "marketprism_orderbook_update_duration_seconds_count",
            "marketprism_snapshot_request_duration_seconds_count",
            "marketprism_request_duration_seconds_count",
            "marketprism_rest_weight_limit",
            "marketprism_uptime_seconds",
            "process_cpu_seconds_total",
            "process_open_fds",
            "marketprism_disk_usage_percent")) {
      assertThat(scrape.sum(counted)).as(counted).isPositive();
    }
    assertThat(scrape.of("marketprism_feed_live")).hasSize(6).allMatch(live -> live.value() == 1);
    assertThat(scrape.of("marketprism_orderbook_sync_status"))
        .hasSize(2)
        .allMatch(synced -> synced.value() == 1);
    assertThat(scrape.sum("marketprism_active_symbols_count")).isEqualTo(2);
    assertThat(scrape.sum("marketprism_collector_instances")).isEqualTo(1);
    assertThat(scrape.of("marketprism_jetstream_stream_ok"))
        .hasSize(3)
        .allMatch(stream -> stream.value() == 1);
    double now = System.currentTimeMillis() / 1e3;
    assertThat(scrape.of("marketprism_collector_last_success_timestamp_seconds"))
        .filteredOn(success -> success.labels().get("data_type").equals("trade"))
        .hasSize(2)
        .allSatisfy(success -> assertThat(success.value()).isBetween(now - 60, now + 1));
    assertThat(scrape.of("process_resident_memory_bytes")).as("once for the process").hasSize(1);
    assertThat(scrape.of("marketprism_tcp_connections_count"))
        .filteredOn(state -> state.labels().get("state").equals("ESTABLISHED"))
        .singleElement()
        .satisfies(
            established ->
                assertThat(established.value())
                    .isGreaterThanOrEqualTo(scrape.sum("marketprism_expected_connections")));
    assertThat(scrape.of("marketprism_event_lag_seconds_bucket"))
        .filteredOn(bucket -> bucket.labels().get("le").equals("+Inf"))
        .isNotEmpty()
        .allMatch(
            bucket -> !bucket.labels().get("data_type").equals("trade") || bucket.value() > 0);
  }
}
