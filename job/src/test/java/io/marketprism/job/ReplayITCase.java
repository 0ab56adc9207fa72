// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.replay.ReplaySettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recorded traffic of the real venue through the whole job: the books the venue had, its trades to
 * the digit.
 */
class ReplayITCase {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String BOOK = "orderbook.binance.spot.BTC-USDT";
  private static final int TRADES = 19_904;
  private static final long LAST_UPDATE_ID = 50_093_696_318L;

  @TempDir Path dir;

  private static Path capture(String name) {
    Path captures = Path.of(System.getProperty("captures.dir", "../../shared/captures"));
    assumeThat(captures.resolve(name))
        .as("recorded traffic, system property captures.dir")
        .exists();
    return captures.resolve(name);
  }

  @Test
  void recordedFramesGiveTheGoldenBooksAndEveryTradeOnce() throws Exception {
    Path first = capture("binance-spot/btcusdt_20240808.gz");
    Path second = capture("binance-spot/btcusdt_20240809.gz");
    List<JsonNode> golden = lines(capture("golden/hft-binance-spot-BTCUSDT.jsonl"));
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator =
            Simulator.builder()
                .replay(ReplaySettings.of(ReplaySettings.MAX_SPEED, first, second))
                .start();
        Consumer consumer = new Consumer(nats.url(), BOOK, "feed_status.>", "dead_letter.>");
        LocalCollector collector = new LocalCollector(dir, simulator, nats, "BTCUSDT")) {
      collector
          .set("publish.depth", "full")
          .set("publish.interval-ms", "0")
          .set("degradation.enabled", "false")
          .set("exchanges.binance_spot.orderbook.keep-depth", "100000")
          .start(1, null);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                List<JsonNode> books = consumer.on(BOOK);
                return !books.isEmpty()
                    && books.get(books.size() - 1).get("last_update_id").asLong() == LAST_UPDATE_ID;
              });
      await().atMost(PATIENCE).until(() -> consumer.count("MARKET_TRADES") >= TRADES);

      Map<Long, JsonNode> books =
          consumer.on(BOOK).stream()
              .collect(
                  Collectors.toMap(
                      book -> book.get("last_update_id").asLong(), Function.identity()));
      assertThat(golden).allSatisfy(expected -> assertGolden(books, expected));
      assertThat(consumer.on("feed_status.binance.spot.BTC-USDT", "event", "gap")).isEmpty();
      assertThat(consumer.on("feed_status.binance.spot.BTC-USDT", "event", "resync")).isEmpty();
      assertThat(consumer.on("dead_letter.binance")).isEmpty();

      Map<Long, JsonNode> recorded = new TreeMap<>();
      readTrades(first, recorded);
      readTrades(second, recorded);
      List<JsonNode> published = consumer.stream("MARKET_TRADES");
      assertThat(recorded).hasSize(TRADES);
      assertThat(published.stream().map(t -> t.get("trade_id").asLong()).toList())
          .containsExactlyElementsOf(recorded.keySet());
      assertThat(published)
          .allSatisfy(trade -> assertTrade(trade, recorded.get(trade.get("trade_id").asLong())));
    }
  }

  private static void assertGolden(Map<Long, JsonNode> books, JsonNode expected) {
    JsonNode book = books.get(expected.get("u").asLong());
    assertThat(book).as("book at %s", expected.get("u")).isNotNull();
    for (String side : List.of("bids", "asks")) {
      for (int i = 0; i < 10; i++) {
        assertThat(book.get(side).get(i)).isEqualTo(expected.get(side).get(i));
      }
    }
    assertThat(book.get("bids")).hasSize(expected.get("levels").get(0).asInt());
    assertThat(book.get("asks")).hasSize(expected.get("levels").get(1).asInt());
    assertThat(sha256("[" + book.get("bids") + "," + book.get("asks") + "]"))
        .isEqualTo(expected.get("sha256").asText());
  }

  private static void assertTrade(JsonNode trade, JsonNode recorded) {
    assertThat(trade.get("price").asText()).isEqualTo(plain(recorded.get("p").asText()));
    assertThat(trade.get("quantity").asText()).isEqualTo(plain(recorded.get("q").asText()));
    assertThat(trade.get("ts_ms").asLong()).isEqualTo(recorded.get("T").asLong());
    assertThat(trade.get("side").asText())
        .isEqualTo(recorded.get("m").asBoolean() ? "sell" : "buy");
    assertThat(trade.get("backfilled").asBoolean()).isFalse();
  }

  private static String plain(String venueNumber) {
    return new BigDecimal(venueNumber).stripTrailingZeros().toPlainString();
  }

  private static void readTrades(Path capture, Map<Long, JsonNode> trades) throws IOException {
    try (BufferedReader rows =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(capture)), StandardCharsets.UTF_8))) {
      for (String row = rows.readLine(); row != null; row = rows.readLine()) {
        if (row.contains("@trade\"")) {
          JsonNode data = JSON.readTree(row.substring(row.indexOf('{'))).get("data");
          trades.put(data.get("t").asLong(), data);
        }
      }
    }
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(
            line -> {
              try {
                return JSON.readTree(line);
              } catch (IOException e) {
                throw new IllegalStateException(line, e);
              }
            })
        .toList();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
