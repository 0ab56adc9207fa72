// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that a job has written publishes, run again, what the job has published. */
class JournalITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String COMPLETE = "[0-9,]+ entries of the journal were run";
  private static final String[] SUBJECTS = {
    "orderbook.>",
    "orderbook_delta.>",
    "trade.>",
    "feed_status.>",
    "health.>",
    "first.>",
    "second.>",
    "again.>"
  };
  private static final String BOOK = "orderbook.binance.spot.BTC-USDT";
  private static final String DELTA = "orderbook_delta.binance.spot.BTC-USDT";
  private static final String TRADE = "trade.binance.spot.BTC-USDT";
  private static final String STATUS = "feed_status.binance.spot.BTC-USDT";

  @TempDir Path dir;

  @Test
  void theStreamPublishesTheSameEachTime() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator = Simulator.builder().synthetic(SyntheticSettings.usual()).start();
        Consumer consumer = new Consumer(nats.url(), SUBJECTS);
        LocalCollector collector = new LocalCollector(dir, simulator, nats, "BTCUSDT", "ETHUSDT")) {
      collector
          .set("publish.orderbook-delta.enabled", "true")
          .set("publish.interval-ms", "0")
          .set("journal.target", "nats");
      record(collector, consumer, simulator);

      assertThat(collector.replay("nats", "first")).matches(COMPLETE);
      assertThat(collector.replay("nats", "second")).matches(COMPLETE);

      await().atMost(PATIENCE).untilAsserted(() -> assertReplayed(consumer, "first."));
      await().atMost(PATIENCE).untilAsserted(() -> assertReplayed(consumer, "second."));
      for (String subject : List.of(BOOK, DELTA, TRADE, STATUS)) {
        assertThat(texts(consumer, "second." + subject))
            .as(subject)
            .isNotEmpty()
            .isEqualTo(texts(consumer, "first." + subject));
      }
      assertThat(consumer.count("FIRST_MARKET_TRADES"))
          .isEqualTo(consumer.onAny("first.trade.").size());
      assertThat(consumer.onAny("first.health.")).isEmpty();
    }
  }

  @Test
  void theFilesPublishTheSameAtTheirPace() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator = Simulator.builder().synthetic(SyntheticSettings.usual()).start();
        Consumer consumer = new Consumer(nats.url(), SUBJECTS);
        LocalCollector collector = new LocalCollector(dir, simulator, nats, "BTCUSDT", "ETHUSDT")) {
      Path files = dir.resolve("journal");
      collector
          .set("publish.orderbook-delta.enabled", "true")
          .set("publish.interval-ms", "0")
          .set("journal.target", "files")
          .set("journal.path", files.toUri().toString());
      record(collector, consumer, simulator);
      try (Stream<Path> written = Files.walk(files)) {
        assertThat(written.filter(file -> file.toString().endsWith(".jsonl.zst")).count())
            .isGreaterThan(1);
      }

      assertThat(collector.replay(files.toString(), "again")).matches(COMPLETE);

      await().atMost(PATIENCE).untilAsserted(() -> assertReplayed(consumer, "again."));
    }
  }

  @Test
  void ofAJournalWithoutItsBeginningNothingIsReplayedAndThatIsSaid() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator = Simulator.builder().synthetic(SyntheticSettings.usual()).start();
        LocalCollector collector = new LocalCollector(dir, simulator, nats, "BTCUSDT", "ETHUSDT")) {
      Path files = Files.createDirectory(dir.resolve("journal"));
      String line =
          """
          {"feed":"binance-spot-book-0","exchange":"binance","market":"spot","run":5,"n":9,\
          "ts":6,"ns":7,"kind":"timer","id":1}
          """;
      Files.write(
          files.resolve("journal-a-0.jsonl.zst"),
          Zstd.compress(line.getBytes(StandardCharsets.UTF_8)));
      assertThatThrownBy(() -> collector.replay(files.toString(), "again"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nothing was replayed")
          .hasMessageContaining("1 were not, which come before the first start");
    }
  }

  /** Runs the job until there is something of everything, with a gap, and stops it. */
  private static void record(LocalCollector collector, Consumer consumer, Simulator simulator)
      throws Exception {
    collector.start(2, null);
    await().atMost(PATIENCE).until(() -> consumer.on(BOOK).size() > 30);
    simulator.faults().lose("btcusdt@depth@100ms", 1);
    await().atMost(PATIENCE).until(() -> consumer.on(STATUS, "event", "live").size() >= 2);
    int books = consumer.on(BOOK).size();
    await().atMost(PATIENCE).until(() -> consumer.on(BOOK).size() > books + 30);
    assertThat(consumer.on(TRADE)).isNotEmpty();
    collector.stopWithSavepoint();
  }

  /** Each book, change and trade of the live run is there, and is the same. */
  private static void assertReplayed(Consumer consumer, String prefix) {
    for (String subject : List.of(BOOK, TRADE)) {
      String id = subject.equals(TRADE) ? "trade_id" : "last_update_id";
      Map<String, String> again = new HashMap<>();
      consumer
          .on(prefix + subject)
          .forEach(message -> again.put(message.get(id).asText(), withoutTimes(message)));
      List<JsonNode> live = consumer.on(subject);
      assertThat(live).isNotEmpty();
      for (JsonNode message : live) {
        assertThat(again.get(message.get(id).asText()))
            .as("%s %s", subject, message.get(id))
            .isEqualTo(withoutTimes(message));
      }
    }
    assertThat(consumer.on(prefix + STATUS, "event", "gap"))
        .hasSameSizeAs(consumer.on(STATUS, "event", "gap"));
  }

  private static List<String> texts(Consumer consumer, String subject) {
    return consumer.on(subject).stream().map(JournalITCase::withoutTimes).toList();
  }

  /** Without the times of publishing. */
  private static String withoutTimes(JsonNode message) {
    ObjectNode copy = message.deepCopy();
    copy.remove(List.of("published_ts_ms", "standardized_at"));
    return copy.toString();
  }
}
