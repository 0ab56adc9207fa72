// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Captures;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.SimulatorStatus;
import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.replay.ReplaySettings;
import io.marketprism.simulator.truth.TruthBooks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recorded traffic over real sockets: the books of a plain client, of the log, and the golden ones.
 */
class ReplaySpotITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Follows all books of a replay with a plain client until the last event of each. */
  private static Map<String, AligningBook> follow(
      Simulator venue, SpotClient client, TruthBooks truth) {
    Map<String, AligningBook> books = new TreeMap<>();
    while (!atTheEnd(venue, books)) {
      String message = client.poll(Duration.ofMillis(200));
      if (message == null) {
        continue;
      }
      JsonNode event = SpotClient.json(message).get("data");
      String symbol = event.get("s").asText();
      AligningBook book = books.computeIfAbsent(symbol, key -> new AligningBook());
      boolean changed = book.event(event);
      if (!book.aligned()) {
        String url = venue.restUrl() + "/api/v3/depth?limit=1000&symbol=" + symbol;
        book.snapshot(SpotClient.json(SpotClient.get(url).body()));
        changed = true;
      }
      if (changed) {
        Book expected = truth.awaitBook(symbol, book.last(), PATIENCE).orElseThrow();
        assertThat(expected.best(Side.BID).plainPrice()).isEqualTo(book.bestBid());
      }
    }
    return books;
  }

  private static boolean atTheEnd(Simulator venue, Map<String, AligningBook> books) {
    SimulatorStatus status = venue.status();
    Map<String, Long> last = new TreeMap<>();
    books.forEach((symbol, book) -> last.put(symbol, book.last()));
    return status.state().equals("finished") && last.equals(status.lastUpdateId());
  }

  @Test
  void btcusdtReplayGivesEveryGoldenBookAndEveryTrade(@TempDir Path folder) {
    Path first = Captures.file("binance-spot/btcusdt_20240808.gz");
    Path second = Captures.file("binance-spot/btcusdt_20240809.gz");
    List<JsonNode> golden =
        Captures.jsonLines(Captures.file("golden/hft-binance-spot-BTCUSDT.jsonl"));
    Path file = folder.resolve("truth.jsonl");
    ReplaySettings settings = ReplaySettings.of(ReplaySettings.MAX_SPEED, first, second);
    try (Simulator venue = Simulator.builder().replay(settings).truth(file).start();
        SpotClient depth =
            SpotClient.connect(venue.wsUrl() + "/stream?streams=btcusdt@depth@100ms");
        SpotClient trades = SpotClient.connect(venue.wsUrl() + "/ws/btcusdt@trade");
        TruthBooks truth = new TruthBooks(file)) {
      AligningBook book = follow(venue, depth, truth).get("BTCUSDT");
      truth.poll();
      for (JsonNode row : golden) {
        Book at = truth.book("BTCUSDT", row.get("u").asLong()).orElseThrow();
        assertGolden(row, at);
      }
      assertThat(golden).hasSize(14);
      assertThat(sha256(book)).isEqualTo(golden.get(13).get("sha256").asText());
      assertThat(venue.status().depthEvents()).isEqualTo(6_495);
      Set<Long> ids = new HashSet<>();
      for (int i = 0; i < 19_904; i++) {
        assertThat(ids.add(trades.nextJson().get("t").asLong())).isTrue();
      }
      assertThat(venue.status().trades()).isEqualTo(19_904);
      assertThat(truth.tradeCount("BTCUSDT")).isEqualTo(19_904);
    }
  }

  @Test
  void fourSymbolsEndInTheirGoldenBooks(@TempDir Path folder) {
    Path recording = Captures.file("binance-spot/four-symbols-20211012.jsonl.gz");
    List<JsonNode> golden = Captures.jsonLines(Captures.file("golden/cf-binance-spot-final.jsonl"));
    Path file = folder.resolve("truth.jsonl");
    ReplaySettings settings = ReplaySettings.of(ReplaySettings.MAX_SPEED, recording);
    try (Simulator venue = Simulator.builder().replay(settings).truth(file).start();
        SpotClient client =
            SpotClient.connect(
                venue.wsUrl()
                    + "/stream?streams=nknusdt@depth@100ms/blzeth@depth@100ms"
                    + "/lrcbtc@depth@100ms/runeeur@depth@100ms");
        TruthBooks truth = new TruthBooks(file)) {
      JsonNode info =
          SpotClient.json(
              SpotClient.get(venue.restUrl() + "/api/v3/exchangeInfo?symbol=RUNEEUR").body());
      assertThat(info.at("/symbols/0/baseAsset").asText()).isEqualTo("RUNE");
      Map<String, AligningBook> books = follow(venue, client, truth);
      truth.poll();
      assertThat(golden).hasSize(4);
      for (JsonNode row : golden) {
        String symbol = row.get("instrument").asText();
        assertThat(sha256(books.get(symbol))).isEqualTo(row.get("sha256").asText());
        long last = truth.bookId(symbol, truth.bookCount(symbol) - 1);
        assertGolden(row, truth.book(symbol, last).orElseThrow());
      }
    }
  }

  @Test
  void aSnapshotThatNobodyFetchesHoldsTheReplayForABoundedTimeOnly() {
    Path recording = Captures.file("binance-spot/four-symbols-20211012.jsonl.gz");
    ReplaySettings settings =
        ReplaySettings.of(ReplaySettings.MAX_SPEED, recording)
            .withSnapshotWaits(Duration.ofMillis(50), Duration.ofMillis(50))
            .withStartAfter(Duration.ofMillis(10));
    try (Simulator venue = Simulator.builder().replay(settings).start();
        SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws/nknusdt@depth@100ms")) {
      await().until(() -> venue.status().state().equals("finished"));
      JsonNode snapshot =
          SpotClient.json(
              SpotClient.get(venue.restUrl() + "/api/v3/depth?symbol=NKNUSDT&limit=5").body());
      assertThat(snapshot.get("lastUpdateId").asLong())
          .isEqualTo(venue.status().lastUpdateId().get("NKNUSDT"));
      assertThat(snapshot.get("bids")).hasSize(5);
      assertThat(client.nextJson().get("s").asText()).isEqualTo("NKNUSDT");
    }
  }

  @Test
  void aRequestBeforeTheReplayBeginsGetsTheFirstRecordedSnapshot(@TempDir Path folder) {
    Path recording = Captures.file("binance-spot/four-symbols-20211012.jsonl.gz");
    Path file = folder.resolve("truth.jsonl");
    ReplaySettings settings =
        ReplaySettings.of(ReplaySettings.MAX_SPEED, recording)
            .withSnapshotWaits(Duration.ofSeconds(30), Duration.ofMillis(50))
            .withStartAfter(Duration.ofMillis(10));
    try (Simulator venue = Simulator.builder().replay(settings).truth(file).start()) {
      String url = venue.restUrl() + "/api/v3/depth?limit=5000&symbol=LRCBTC";
      AligningBook book = new AligningBook();
      book.snapshot(SpotClient.json(SpotClient.get(url).body()));
      assertThat(book.last()).isEqualTo(259_345_543L);
      try (SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws/lrcbtc@depth@100ms");
          TruthBooks truth = new TruthBooks(file)) {
        Map<Long, String> hashes = new HashMap<>();
        while (hashes.size() < 13) {
          if (book.event(client.nextJson())) {
            hashes.put(book.last(), sha256(book));
          }
        }
        await().until(() -> venue.status().state().equals("finished"));
        truth.poll();
        hashes.forEach(
            (id, hash) ->
                assertThat(truth.book("LRCBTC", id).orElseThrow().sha256()).isEqualTo(hash));
        assertThat(book.last()).isEqualTo(venue.status().lastUpdateId().get("LRCBTC"));
      }
    }
  }

  private static void assertGolden(JsonNode row, Book book) {
    assertThat(book.levels(Side.BID)).hasSize(row.at("/levels/0").asInt());
    assertThat(book.levels(Side.ASK)).hasSize(row.at("/levels/1").asInt());
    assertThat(top(book, Side.BID)).isEqualTo(row.get("bids").toString());
    assertThat(top(book, Side.ASK)).isEqualTo(row.get("asks").toString());
    assertThat(book.sha256()).isEqualTo(row.get("sha256").asText());
  }

  private static String top(Book book, Side side) {
    StringBuilder text = new StringBuilder("[");
    for (Level level : book.top(side, 10)) {
      text.append(text.length() == 1 ? "" : ",");
      text.append("[\"").append(level.plainPrice());
      text.append("\",\"").append(level.plainQuantity()).append("\"]");
    }
    return text.append(']').toString();
  }

  private static String sha256(AligningBook book) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(book.text().getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
