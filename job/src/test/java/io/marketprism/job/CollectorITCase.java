// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on a MiniCluster, from real sockets to a real NATS server. */
class CollectorITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String BOOK = "orderbook.binance.spot.BTC-USDT";
  private static final String TRADE = "trade.binance.spot.BTC-USDT";
  private static final String STATUS = "feed_status.binance.spot.BTC-USDT";

  @TempDir Path dir;

  /** What RocksDB has written down of the options that each of its instances runs with. */
  private List<String> rocksOptions() throws IOException {
    List<String> options = new ArrayList<>();
    Files.walkFileTree(
        dir.resolve("rocks"),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.getFileName().toString().startsWith("OPTIONS")) {
              options.add(Files.readString(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE; // others are deleted all the time
          }
        });
    return options;
  }

  @Test
  void booksAndTradesOfTheVenueReachNats() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator =
            Simulator.builder()
                .synthetic(SyntheticSettings.usual())
                .truth(dir.resolve("truth.jsonl"))
                .start();
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector = new LocalCollector(dir, simulator, nats, "BTCUSDT", "ETHUSDT")) {
      collector.set("health.interval", "1s");
      collector.start(2, null);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(consumer.on(BOOK)).hasSizeGreaterThan(20);
                assertThat(consumer.on("orderbook.binance.spot.ETH-USDT")).hasSizeGreaterThan(20);
                assertThat(consumer.on(TRADE)).hasSizeGreaterThan(20);
                assertThat(consumer.on(STATUS, "event", "live")).isNotEmpty();
                assertThat(collector.completedCheckpoints()).isPositive();
              });
      JsonNode book = consumer.on(BOOK).get(0);
      assertThat(book.get("update_type").asText()).isEqualTo("snapshot");
      assertThat(book.get("bids")).hasSize(400);
      assertThat(collector.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(rocksOptions())
          .isNotEmpty()
          .allMatch(options -> options.contains("max_manifest_file_size=65536"));
      assertThat(consumer.on(STATUS, "event", "gap")).isEmpty();
      assertThat(consumer.on("dead_letter.binance")).isEmpty();
    }
  }

  @Test
  void restoredJobGoesOnWithoutSnapshotsAndWithoutRepeatedTrades() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator =
            Simulator.builder()
                .synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT").withQuiet("ETHUSDT"))
                .start();
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector = new LocalCollector(dir, simulator, nats, "BTCUSDT", "ETHUSDT")) {
      collector.start(1, null);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(consumer.on(TRADE)).hasSizeGreaterThan(10);
                assertThat(consumer.on("orderbook.binance.spot.ETH-USDT")).hasSize(1);
              });
      long depthRequests = simulator.restRequests().get("depth");
      String savepoint = collector.stopWithSavepoint();
      consumer.forget();

      collector.start(2, savepoint);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(consumer.on(TRADE)).hasSizeGreaterThan(10);
                assertThat(consumer.on(BOOK)).hasSizeGreaterThan(10);
                assertThat(consumer.on(STATUS, "event", "live")).isNotEmpty();
              });
      // The busy book missed updates and needed one snapshot, the quiet one none.
      assertThat(simulator.restRequests().get("depth")).isEqualTo(depthRequests + 1);
      assertThat(consumer.on("orderbook.binance.spot.ETH-USDT")).isEmpty();

      List<Long> ids =
          consumer.stream("MARKET_TRADES").stream()
              .map(trade -> trade.get("trade_id").asLong())
              .toList();
      assertThat(ids).doesNotHaveDuplicates().isSorted();
      // Trades of the time in between were fetched from the venue's history.
      assertThat(ids.get(ids.size() - 1) - ids.get(0) + 1).isEqualTo(ids.size());
      assertThat(consumer.on(STATUS, "event", "recovered")).isNotEmpty();
    }
  }

  @Test
  void restoredJobFollowsAChangedListOfInstruments() throws Exception {
    String sol = "orderbook.binance.spot.SOL-USDT";
    String eth = "orderbook.binance.spot.ETH-USDT";
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator =
            Simulator.builder()
                .synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT", "ETHUSDT", "SOLUSDT"))
                .start();
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector = new LocalCollector(dir, simulator, nats, "BTCUSDT", "ETHUSDT")) {
      collector.start(2, null);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(consumer.on(BOOK)).isNotEmpty();
                assertThat(consumer.on(eth)).isNotEmpty();
                assertThat(consumer.on("trade.binance.spot.ETH-USDT")).isNotEmpty();
              });
      String savepoint = collector.stopWithSavepoint();
      consumer.forget();

      collector.set("exchanges.binance_spot.symbols", "[ETHUSDT,SOLUSDT]").start(1, savepoint);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(consumer.on(eth)).hasSizeGreaterThan(10);
                assertThat(consumer.on(sol)).hasSizeGreaterThan(10);
                assertThat(consumer.on("trade.binance.spot.SOL-USDT")).isNotEmpty();
              });
      assertThat(consumer.on(BOOK)).isEmpty();
      assertThat(consumer.on(TRADE)).isEmpty();
      // One socket of books and one of trades, as before.
      assertThat(simulator.status().connections()).isEqualTo(2);
      List<Long> ethTrades =
          consumer.stream("MARKET_TRADES").stream()
              .filter(trade -> "ETH-USDT".equals(trade.get("symbol").asText()))
              .map(trade -> trade.get("trade_id").asLong())
              .toList();
      assertThat(ethTrades).doesNotHaveDuplicates().isSorted();
      assertThat(ethTrades.get(ethTrades.size() - 1) - ethTrades.get(0) + 1)
          .isEqualTo(ethTrades.size());
    }
  }
}
