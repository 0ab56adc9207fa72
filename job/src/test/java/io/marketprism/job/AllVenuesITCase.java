// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with every venue and data type of the default configuration. */
class AllVenuesITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final List<String> OF_SPOT = List.of("orderbook", "trade");
  private static final List<String> OF_PERPETUALS =
      List.of(
          "orderbook",
          "trade",
          "funding_rate",
          "open_interest",
          "liquidation",
          "lsr_top_position",
          "lsr_all_account");

  private static final String EVERYTHING =
      """
      exchanges:
        binance_spot: {symbols: [BTCUSDT, ETHUSDT], data_types: %1$s}
        binance_derivatives: {symbols: [BTCUSDT, ETHUSDT], data_types: %2$s}
        okx_spot: {symbols: [BTC-USDT, ETH-USDT], data_types: %1$s}
        okx_derivatives: {symbols: [BTC-USDT-SWAP, ETH-USDT-SWAP], data_types: %2$s}
        deribit_derivatives: {symbols: [BTC, ETH], data_types: [volatility_index]}
      health: {interval: 1s}
      """
          .formatted(OF_SPOT, OF_PERPETUALS);

  @TempDir Path dir;

  private static List<String> subjects() {
    List<String> subjects = new ArrayList<>();
    for (String symbol : List.of("BTC-USDT", "ETH-USDT")) {
      for (String exchange : List.of("binance", "okx")) {
        OF_SPOT.forEach(type -> subjects.add(type + '.' + exchange + ".spot." + symbol));
        OF_PERPETUALS.forEach(type -> subjects.add(type + '.' + exchange + ".perpetual." + symbol));
      }
    }
    subjects.add("volatility_index.deribit.options.BTC");
    subjects.add("volatility_index.deribit.options.ETH");
    return subjects;
  }

  /** Ratios change every five minutes, volatility candles are complete every minute. */
  private static boolean hasSoonSomethingNew(String subject) {
    return !subject.startsWith("lsr_") && !subject.startsWith("volatility_index");
  }

  private static Simulator venue(String name) {
    return Simulator.builder()
        .venue(name)
        .synthetic(SyntheticSettings.usual().withLiquidationsEvery(1_000))
        .start();
  }

  @Test
  void everyDefaultSubjectHasMessagesAlsoAfterARestore() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator spot = venue("binance_spot");
        Simulator usdm = venue("binance_derivatives");
        Simulator okx = venue("okx");
        Simulator deribit = venue("deribit");
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector = new LocalCollector(dir, nats, EVERYTHING)) {
      collector
          .at("binance_spot", spot)
          .at("binance_derivatives", usdm)
          .at("okx_spot", okx)
          .at("okx_derivatives", okx)
          .at("deribit_derivatives", deribit);
      collector.start(1, null);
      awaitMessages(consumer, subjects());
      assertThat(consumer.onAny("dead_letter.")).isEmpty();
      assertThat(consumer.onAny("feed_status."))
          .noneMatch(status -> status.path("event").asText().equals("gap"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(consumer.onAny("health.collector."))
                      .as("every market and data type is live")
                      .anyMatch(beat -> beat.path("active_managers").asInt() == 19));

      String savepoint = collector.stopWithSavepoint();
      consumer.forget();
      collector.start(2, savepoint);
      awaitMessages(
          consumer, subjects().stream().filter(AllVenuesITCase::hasSoonSomethingNew).toList());
      assertThat(collector.status()).isEqualTo(JobStatus.RUNNING);
      assertEachOnce(consumer.stream("MARKET_TRADES"), "trade_id");
      assertEachOnce(
          consumer.stream("MARKET_DATA").stream()
              .filter(message -> message.has("liquidation_id"))
              .toList(),
          "liquidation_id");
    }
  }

  @Test
  void instrumentsFollowTheVenuesList() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator okx = venue("okx");
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector =
            new LocalCollector(
                dir,
                nats,
                """
                exchanges:
                  okx_spot: {symbols: [all], data_types: [orderbook, trade]}
                symbols: {refresh: 1s}
                """)) {
      collector.at("okx_spot", okx);
      collector.start(1, null);
      awaitMessages(consumer, List.of("orderbook.okx.spot.BTC-USDT", "trade.okx.spot.ETH-USDT"));

      okx.list("SOLUSDT");
      awaitMessages(consumer, List.of("orderbook.okx.spot.SOL-USDT", "trade.okx.spot.SOL-USDT"));

      okx.delist("ETHUSDT", false);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                consumer.forget();
                awaitMessages(consumer, List.of("orderbook.okx.spot.BTC-USDT"));
                assertThat(consumer.on("orderbook.okx.spot.ETH-USDT")).isEmpty();
              });
      assertThat(collector.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(okx.status().connectionsOpened()).as("on the same connections").isEqualTo(2);
    }
  }

  private static void awaitMessages(Consumer consumer, List<String> subjects) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(subjects).allSatisfy(s -> assertThat(consumer.on(s)).isNotEmpty()));
  }

  private static void assertEachOnce(List<JsonNode> messages, String idField) {
    Set<String> ids = new HashSet<>();
    assertThat(messages)
        .isNotEmpty()
        .allSatisfy(
            message ->
                assertThat(ids.add(key(message) + message.path(idField).asText()))
                    .as("%s", message)
                    .isTrue());
  }

  private static String key(JsonNode message) {
    return message.path("exchange").asText()
        + '.'
        + message.path("market_type").asText()
        + '.'
        + message.path("symbol").asText()
        + ' ';
  }
}
