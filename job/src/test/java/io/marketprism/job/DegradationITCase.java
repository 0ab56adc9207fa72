// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.job.degradation.DegradationOptions;
import io.marketprism.job.process.ProcessFigures;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.verify.Verifier;
import io.marketprism.simulator.verify.VerifierReport;
import io.marketprism.simulator.verify.VerifierSettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running job under pressure that comes and goes; the limit of its memory is what changes. */
class DegradationITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BOOK = "orderbook.binance.perpetual.BTC-USDT";
  private static final String DELTA = "orderbook_delta.binance.perpetual.BTC-USDT";
  private static final String QUOTE = "quote.binance.perpetual.BTC-USDT";
  private static final String INTEREST = "open_interest.binance.perpetual.BTC-USDT";
  private static final String STATUS = "feed_status.binance.perpetual.BTC-USDT";
  private static final String MARKET = "feed_status.binance.perpetual.ALL";

  private static final String COLLECTED =
      """
      exchanges:
        binance_derivatives:
          symbols: [BTCUSDT, ETHUSDT]
          data_types: [orderbook, trade, open_interest]
          poll: {open_interest: 1s}
      publish:
        orderbook-delta: {enabled: true}
        quote: {enabled: true}
      """;

  private static final DegradationOptions QUICK =
      DegradationOptions.ofJob(
          true, Duration.ofMillis(400), Duration.ofMillis(600), Duration.ofMillis(100));

  @TempDir Path dir;

  @AfterEach
  void relieve() {
    System.clearProperty(ProcessFigures.MEMORY_LIMIT);
  }

  @Test
  void jobThinsOutUnderPressureAndRecoversWithoutALoss() throws Exception {
    Path truth = dir.resolve("truth.jsonl");
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator =
            Simulator.builder()
                .venue("binance_derivatives")
                .synthetic(
                    SyntheticSettings.usual().withLevels(500).withSymbols("BTCUSDT", "ETHUSDT"))
                .truth(truth)
                .start();
        Consumer consumer = new Consumer(nats.url(), ">");
        Verifier verifier =
            Verifier.start(VerifierSettings.of(nats.url(), Map.of("binance.perpetual", truth)));
        LocalCollector collector = new LocalCollector(dir, nats, COLLECTED)) {
      collector.at("binance_derivatives", simulator).degrade(QUICK).start(1, null);
      awaitFullService(consumer);

      System.setProperty(ProcessFigures.MEMORY_LIMIT, "1");
      await().atMost(PATIENCE).until(() -> level(consumer) == 4);
      await().atMost(PATIENCE).until(() -> depth(last(consumer, BOOK)) == 20);
      List<JsonNode> levels = new ArrayList<>(consumer.on(MARKET, "event", "degraded"));
      consumer.forget();
      simulator.faults().lose("btcusdt@aggTrade", 4);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(consumer.on(BOOK)).hasSizeGreaterThan(3);
                assertThat(consumer.on("trade.binance.perpetual.ETH-USDT")).isNotEmpty();
                assertThat(consumer.on(STATUS, "event", "gap")).hasSize(1);
              });
      assertThat(consumer.on(BOOK)).allMatch(book -> depth(book) == 20);
      assertThat(consumer.on(DELTA)).isEmpty();
      assertThat(consumer.on(QUOTE)).isEmpty();
      assertThat(consumer.on(INTEREST)).isEmpty();
      assertThat(consumer.on(STATUS, "event", "recovered")).as("the backfill waits").isEmpty();

      System.clearProperty(ProcessFigures.MEMORY_LIMIT);
      awaitFullService(consumer);
      await().atMost(PATIENCE).until(() -> level(consumer) == 0);
      assertThat(consumer.on(DELTA).get(0).get("type").asText())
          .as("where a reader can begin again")
          .isEqualTo("snapshot");
      JsonNode recovered = consumer.on(STATUS, "event", "recovered").get(0);
      assertThat(recovered.get("lost_count").asLong()).isZero();
      assertThat(recovered.get("backfilled_count").asLong()).isPositive();
      assertThat(consumer.on(STATUS, "event", "gap")).as("no other, and none of a book").hasSize(1);
      assertThat(consumer.on(STATUS, "event", "resync")).isEmpty();

      levels.addAll(consumer.on(MARKET, "event", "degraded"));
      isOneWalk(levels);
      VerifierReport report = verifier.conclude();
      assertThat(report.findings()).as(report.text()).isEmpty();
      assertThat(report.streamTrades()).isPositive();
    }
  }

  /** Whole books, differences, quotes and figures come, and no gap of trades is open. */
  private static void awaitFullService(Consumer consumer) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(depth(last(consumer, BOOK))).isEqualTo(400);
              assertThat(consumer.on(DELTA)).hasSizeGreaterThan(5);
              assertThat(consumer.on(QUOTE)).isNotEmpty();
              assertThat(consumer.on(INTEREST)).isNotEmpty();
              assertThat(consumer.on(STATUS, "event", "recovered"))
                  .hasSameSizeAs(consumer.on(STATUS, "event", "gap"));
            });
  }

  private static JsonNode last(Consumer consumer, String subject) {
    List<JsonNode> messages = consumer.on(subject);
    assertThat(messages).as(subject).isNotEmpty();
    return messages.get(messages.size() - 1);
  }

  private static int depth(JsonNode book) {
    return book.get("bids").size();
  }

  private static long level(Consumer consumer) {
    List<JsonNode> changes = consumer.on(MARKET, "event", "degraded");
    return changes.isEmpty() ? 0 : changes.get(changes.size() - 1).get("seq").asLong();
  }

  /** Up by any steps, down by one at a time, without a change that was not told. */
  private static void isOneWalk(List<JsonNode> changes) {
    long at = 0;
    for (JsonNode change : changes) {
      assertThat(change.get("prev_seq").asLong()).isEqualTo(at);
      long next = change.get("seq").asLong();
      if (next < at) {
        assertThat(next).isEqualTo(at - 1);
        assertThat(change.get("reason").asText()).isEqualTo("relieved");
      }
      at = next;
    }
    assertThat(at).isZero();
    assertThat(changes.stream().map(change -> change.get("reason").asText())).contains("memory");
  }
}
