// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.job.healthserver.MetricsReading.CollectorFigures;
import io.marketprism.job.healthserver.MetricsReading.Success;
import io.marketprism.job.process.DiskUse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The shape of answers: consumers of the original find every key where it was. */
class AnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Observations seen = new Observations();
  private boolean graceApplies;
  private DiskUse disk = new DiskUse(50L << 30, 116L << 30, 166L << 30);

  private Report report() {
    Observation observation = seen.observation();
    Verdict verdict = Judge.judge(observation);
    return new Report(
        Observations.NOW,
        "1.0.0",
        Duration.ofMillis(123_400),
        observation,
        verdict,
        new Checks().of(observation, verdict),
        disk,
        graceApplies,
        Duration.ofSeconds(120),
        true);
  }

  private JsonNode health() throws IOException {
    return JSON.readTree(HealthJson.of(report()).toString());
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void healthHasTheKeysOfTheOriginal() throws IOException {
    JsonNode health = health();
    assertThat(keys(health))
        .containsExactly(
            "status",
            "timestamp",
            "version",
            "uptime",
            "checks",
            "metrics",
            "summary",
            "coverage",
            "degradation_level",
            "reasons");
    assertThat(keys(health.path("checks")))
        .containsExactly("nats", "flink_job", "orderbook_manager", "websocket_binance");
    for (JsonNode check : health.path("checks")) {
      assertThat(keys(check))
          .containsExactly(
              "name", "status", "last_check", "response_time", "error_message", "details");
    }
    assertThat(health.path("status").asText()).isEqualTo("healthy");
    assertThat(health.path("timestamp").asText()).isEqualTo("2026-08-13T09:26:14.928Z");
    assertThat(health.path("uptime").asDouble()).isEqualTo(123.4);
    assertThat(health.path("reasons")).isEmpty();
  }

  @Test
  void detailsOfChecksHoldWhatWasSeen() throws IOException {
    JsonNode checks = health().path("checks");
    assertThat(checks.path("nats").path("details").toString())
        .isEqualTo(
            """
            {"connected":true,"server_info":"marketprism 2.10.7",\
            "streams":{"MARKET_DATA":true,"MARKET_TRADES":true}}""");
    assertThat(checks.path("flink_job").path("details").toString())
        .isEqualTo("{\"state\":\"RUNNING\",\"restarts\":0,\"last_checkpoint_age_seconds\":6.1}");
    assertThat(checks.path("orderbook_manager").path("details").toString())
        .isEqualTo(
            """
            {"active_symbols":4,"fresh_symbols":4,"stale_symbols":0,"unsynced_symbols":0,\
            "time_since_last_update":0.1}""");
    assertThat(checks.path("websocket_binance").path("details").toString())
        .isEqualTo("{\"connected\":4,\"expected\":4}");
  }

  @Test
  void metricsAreThoseOfTheCollector() throws IOException {
    assertThat(health().path("metrics").toString())
        .isEqualTo(
            """
            {"cpu_percent":41.0,"memory_percent":36.1,"memory_used_mb":1239.8,\
            "memory_total_mb":3433.2,"disk_percent":30.1,"disk_used_gb":50.0,\
            "disk_total_gb":166.0,"uptime_seconds":123.9,"process_count":1,"open_fds":214,\
            "tcp_established":13}""");
  }

  @Test
  void coverageTellsTheLastSuccessByTypeAndExchange() throws IOException {
    seen.successes.put("trade", Map.of("okx", new Success(0, 12)));
    JsonNode coverage = health().path("coverage");
    assertThat(coverage.path("orderbook").path("binance").toString())
        .isEqualTo(
            """
            {"active_symbols":2,"last_success_ts":"2026-08-13T09:26:14.828Z","age_seconds":0.1,\
            "status":"healthy"}""");
    assertThat(coverage.path("trade").path("okx").toString())
        .isEqualTo("{\"last_success_ts\":null,\"age_seconds\":null,\"status\":\"unhealthy\"}");
  }

  @Test
  void whatCannotBeMeasuredIsNullAndNeverZero() throws IOException {
    seen.metricsError = "nothing accepts connections there";
    disk = null;
    JsonNode health = health();
    for (JsonNode figure : health.path("metrics")) {
      assertThat(figure.isNull()).isTrue();
    }
    assertThat(health.path("degradation_level").isNull()).isTrue();
    assertThat(health.path("checks").path("orderbook_manager").path("details"))
        .allMatch(JsonNode::isNull);
    assertThat(health.path("checks").path("orderbook_manager").path("error_message").asText())
        .isEqualTo("nothing accepts connections there");
    assertThat(health.path("coverage")).isEmpty();
  }

  @Test
  void figuresThatOneTaskManagerDoesNotTellAreNull() throws IOException {
    seen.process = new CollectorFigures(null, 1e9, null, null, null, null);
    JsonNode metrics = health().path("metrics");
    assertThat(metrics.path("memory_percent").isNull()).isTrue();
    assertThat(metrics.path("memory_used_mb").asDouble()).isEqualTo(953.7);
  }

  @Test
  void summaryCountsTheChecks() throws IOException {
    seen.nats = Observations.bad("away");
    seen.natsAway = Observations.of(31);
    assertThat(health().path("summary").toString())
        .isEqualTo(
            """
            {"total_services":4,"healthy_services":3,"unhealthy_services":1,\
            "check_duration":0.004}""");
    assertThat(report().httpStatus()).isEqualTo(503);
  }

  @Test
  void figuresAreWrittenWithoutExponent() {
    disk = new DiskUse(100L << 30, 0, 100L << 30);
    assertThat(HealthJson.of(report()).toString())
        .contains("\"disk_percent\":100.0,\"disk_used_gb\":100.0")
        .contains("\"response_time\":0.0040");
  }

  @Test
  void graceIsToldOnlyWhenItApplies() throws IOException {
    assertThat(health().has("grace")).isFalse();
    seen.errorRatio = 1.0;
    graceApplies = true;
    assertThat(health().path("grace").toString())
        .isEqualTo("{\"applied\":true,\"uptime\":123.4,\"grace_seconds\":120}");
    assertThat(health().path("status").asText()).isEqualTo("unhealthy");
    assertThat(report().httpStatus()).isEqualTo(200);
  }

  @Test
  void degradedIsNoReasonToBeTakenOutOfService() {
    seen.degradationLevel = 3;
    assertThat(report().verdict().status()).isEqualTo(Status.DEGRADED);
    assertThat(report().httpStatus()).isEqualTo(200);
  }

  @Test
  void exchangeKeepsItsCheckWhenItsSocketsCannotBeSeen() {
    Checks checks = new Checks();
    Observation well = seen.observation();
    checks.of(well, Judge.judge(well));
    seen.metricsError = "away";
    Observation ill = seen.observation();
    assertThat(checks.of(ill, Judge.judge(ill)))
        .filteredOn(check -> check.name().equals("websocket_binance"))
        .singleElement()
        .satisfies(check -> assertThat(check.status()).isEqualTo(Status.UNHEALTHY));
  }

  @Test
  void booksOfAJobThatHasNoFeedAreNotWell() throws IOException {
    seen.feeds.clear();
    JsonNode books = health().path("checks").path("orderbook_manager");
    assertThat(books.path("status").asText()).isEqualTo("unhealthy");
    assertThat(books.path("error_message").asText()).isEqualTo("0 of 0 books are live and fresh");
  }

  @Test
  void whatHasNoFeedsIsNotCovered() throws IOException {
    seen.successes.put("feed_status", Map.of("okx", new Success(1, 5)));
    assertThat(health().path("coverage").has("feed_status")).isFalse();
  }

  @Test
  void statusNamesProblemsForPrograms() throws IOException {
    seen.spoil("okx", false, 75);
    JsonNode status = JSON.readTree(StatusJson.of(report()).toString());
    assertThat(status.path("services").path("orderbook_manager").asText()).isEqualTo("degraded");
    assertThat(status.path("problems").path(0).path("code").asText()).isEqualTo("feeds");
    assertThat(status.path("problems").path(0).path("where").asText()).isEqualTo("okx");
    assertThat(status.has("checks")).isFalse();
  }

  @Test
  void detailedStatusListsTheFeedsThatAreNotLive() throws IOException {
    seen.spoil("okx", false, 75);
    JsonNode status = JSON.readTree(StatusJson.detailed(report()).toString());
    assertThat(status.path("feeds").path("total").asInt()).isEqualTo(8);
    assertThat(status.path("feeds").path("live").asInt()).isEqualTo(4);
    assertThat(status.path("feeds").path("not_live").path(0).path("feed").asText())
        .isEqualTo("orderbook.okx.spot.BTC-USDT");
    assertThat(status.path("collectors").path(0).path("instance").asText()).isEqualTo("node1-4711");
    assertThat(keys(status)).contains("checks", "metrics", "coverage", "job", "task_managers");
  }

  @Test
  void liquidationsAreCoveredWhileSubscribed() throws IOException {
    seen.successes.put("liquidation", new TreeMap<>(Map.of("okx", new Success(0, 900))));
    Feed feed =
        new Feed("liquidation", "okx", "spot", "ALL", true, false, 900, Double.POSITIVE_INFINITY);
    seen.feeds.add(feed);
    assertThat(health().path("coverage").path("liquidation").path("okx").path("status").asText())
        .isEqualTo("healthy");
  }
}
