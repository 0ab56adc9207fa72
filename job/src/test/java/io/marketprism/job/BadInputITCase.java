// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no venue should send goes to the dead letters with its reason, and everything else goes on.
 */
class BadInputITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String BOOKS = "btcusdt@depth@100ms";
  private static final String TRADES = "btcusdt@trade";
  private static final String DEAD_LETTERS = "dead_letter.binance";
  private static final String BOOK = "orderbook.binance.spot.BTC-USDT";
  private static final String TRADE = "trade.binance.spot.BTC-USDT";

  @TempDir Path dir;

  @Test
  void badFramesAndAnswersBecomeDeadLettersAndTheRestGoesOn() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator =
            Simulator.builder()
                .synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT"))
                .start();
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector = new LocalCollector(dir, simulator, nats, "BTCUSDT")) {
      simulator
          .faults()
          .answerRest(
              "depth",
              1,
              new CannedAnswer(200, "text/html", "<html><body>Bad Gateway</body></html>"));
      collector.start(1, null);
      // The HTML instead of the first snapshot, and the book none the less.
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(reasons(consumer)).contains("malformed_json");
                assertThat(consumer.on(BOOK)).isNotEmpty();
                assertThat(consumer.on(TRADE)).isNotEmpty();
              });
      assertThat(consumer.on(DEAD_LETTERS).get(0).get("raw").asText()).contains("Bad Gateway");
      consumer.forget();

      // The limit of ten dead letters a second is not reached: each is waited for.
      inject(
          simulator,
          consumer,
          BOOKS,
          "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":",
          "malformed_json");
      inject(
          simulator,
          consumer,
          TRADES,
          "{\"stream\":\"xyzusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1700000000000,\"s\":\"XYZUSDT\","
              + "\"t\":1,\"p\":\"1\",\"q\":\"1\",\"T\":1700000000000,\"m\":true,\"M\":true}}",
          "unknown_symbol");
      inject(
          simulator,
          consumer,
          TRADES,
          "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1700000000000,\"s\":\"BTCUSDT\","
              + "\"t\":1,\"p\":\"0\",\"q\":\"1\",\"T\":1700000000000,\"m\":true,\"M\":true}}",
          "invalid_trade");
      inject(
          simulator,
          consumer,
          TRADES,
          "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1700000000000,\"s\":\"BTCUSDT\","
              + "\"t\":1,\"p\":\"abc\",\"q\":\"1\",\"T\":1700000000000,\"m\":true,\"M\":true}}",
          "bad_number");
      inject(
          simulator,
          consumer,
          TRADES,
          "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":17,\"s\":\"BTCUSDT\"}}",
          "bad_timestamp");
      inject(
          simulator,
          consumer,
          TRADES,
          "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1700000000000,\"s\":\"BTCUSDT\"}}",
          "missing_field");
      inject(simulator, consumer, BOOKS, "\"" + "x".repeat(10 << 20) + "\"", "oversize");
      byte[] garbage = {(byte) 0xff, 0, 1, (byte) 0x80, 7};
      assertThat(simulator.faults().injectBinary(BOOKS, garbage)).isPositive();
      await().atMost(PATIENCE).until(() -> reasons(consumer).contains("unknown_message"));
      JsonNode binary = consumer.on(DEAD_LETTERS, "reason", "unknown_message").get(0);
      assertThat(binary.get("raw_encoding").asText()).isEqualTo("base64");
      assertThat(binary.get("raw").binaryValue()).isEqualTo(garbage);

      // All of it on the same connections, which still stand, in the same run.
      consumer.forget();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(consumer.on(BOOK)).hasSizeGreaterThan(10);
                assertThat(consumer.on(TRADE)).hasSizeGreaterThan(10);
              });
      assertThat(simulator.status().connectionsOpened()).isEqualTo(2);
      assertThat(collector.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(collector.restarts()).isZero();
    }
  }

  @Test
  void gapInOneBookLeavesItsNeighboursSynced() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator = Simulator.builder().synthetic(SyntheticSettings.usual()).start();
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector = new LocalCollector(dir, simulator, nats, "BTCUSDT", "ETHUSDT")) {
      collector.start(1, null);
      String statusOfBtc = "feed_status.binance.spot.BTC-USDT";
      String statusOfEth = "feed_status.binance.spot.ETH-USDT";
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(consumer.on(BOOK)).isNotEmpty();
                assertThat(consumer.on("orderbook.binance.spot.ETH-USDT")).isNotEmpty();
              });
      simulator.faults().dropDepth("BTCUSDT", 1);
      await().atMost(PATIENCE).until(() -> !consumer.on(statusOfBtc, "event", "gap").isEmpty());
      JsonNode gap = consumer.on(statusOfBtc, "event", "gap").get(0);
      assertThat(gap.get("reason").asText()).isEqualTo("sequence_gap");
      long lastGood = gap.get("prev_seq").asLong();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  consumer.on(BOOK).stream()
                      .anyMatch(book -> book.get("sync_id").asLong() > lastGood));
      assertThat(consumer.on(BOOK))
          .allSatisfy(
              book ->
                  assertThat(
                          book.get("last_update_id").asLong() <= lastGood
                              || book.get("sync_id").asLong() > lastGood)
                      .as("no book between the gap and the next snapshot")
                      .isTrue());
      assertThat(consumer.on(statusOfEth, "event", "gap")).isEmpty();
      assertThat(simulator.restRequests().get("depth")).isEqualTo(3);
    }
  }

  /**
   * Only the job sees a book whole, so only it can see it crossed; the feed must hear of it and
   * fetch it anew.
   */
  @Test
  void crossedBookIsSilentUntilTheFeedHasFetchedItAnew() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator =
            Simulator.builder()
                .synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT"))
                .start();
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector = new LocalCollector(dir, simulator, nats, "BTCUSDT")) {
      collector.set("publish.interval-ms", "0").start(1, null);
      await().atMost(PATIENCE).until(() -> !consumer.on(BOOK).isEmpty());

      long id = simulator.status().lastUpdateId().get("BTCUSDT") + 1_000_000;
      String crossing =
          "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1700000000000,"
              + "\"s\":\"BTCUSDT\",\"U\":1,\"u\":"
              + id
              + ",\"b\":[[\"99999999.00000000\",\"1.00000000\"]],\"a\":[]}}";
      assertThat(simulator.faults().injectText(BOOKS, crossing)).isPositive();

      String status = "feed_status.binance.spot.BTC-USDT";
      await().atMost(PATIENCE).until(() -> !consumer.on(status, "reason", "crossed").isEmpty());
      assertThat(consumer.on(status, "reason", "crossed").get(0).get("event").asText())
          .isEqualTo("resync");
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                List<JsonNode> events = consumer.on(status);
                return "live".equals(events.get(events.size() - 1).get("event").asText());
              });
      int before = consumer.on(BOOK).size();
      await().atMost(PATIENCE).until(() -> consumer.on(BOOK).size() > before + 5);
      assertThat(consumer.on(BOOK))
          .allSatisfy(
              book -> {
                assertThat(book.get("last_update_id").asLong()).isNotEqualTo(id);
                assertThat(book.get("bids").get(0).get(0).asText()).isNotEqualTo("99999999");
              });
      assertThat(simulator.restRequests().get("depth")).isEqualTo(2);
      assertThat(consumer.on(status, "event", "resync")).hasSize(1);
      assertThat(consumer.on(status, "event", "gap")).isEmpty();
    }
  }

  private static void inject(
      Simulator simulator, Consumer consumer, String stream, String frame, String reason) {
    int before = consumer.on(DEAD_LETTERS, "reason", reason).size();
    assertThat(simulator.faults().injectText(stream, frame)).isPositive();
    await()
        .alias(reason)
        .atMost(PATIENCE)
        .until(() -> consumer.on(DEAD_LETTERS, "reason", reason).size() > before);
  }

  private static List<String> reasons(Consumer consumer) {
    return consumer.on(DEAD_LETTERS).stream().map(m -> m.get("reason").asText()).toList();
  }
}
