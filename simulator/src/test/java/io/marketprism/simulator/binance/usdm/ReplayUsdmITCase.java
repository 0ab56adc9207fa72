// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Captures;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.SimulatorStatus;
import io.marketprism.simulator.binance.spot.SpotClient;
import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.replay.ReplaySettings;
import io.marketprism.simulator.truth.TruthBooks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traffic recorded before the streams were split, served below the split roots. */
class ReplayUsdmITCase {
  @TempDir private Path folder;

  private static Map<String, UsdmBook> follow(Simulator venue, SpotClient client) {
    Map<String, UsdmBook> books = new TreeMap<>();
    while (!atTheEnd(venue, books)) {
      String message = client.poll(Duration.ofMillis(200));
      if (message == null) {
        continue;
      }
      JsonNode event = SpotClient.json(message).get("data");
      String symbol = event.get("s").asText();
      UsdmBook book = books.computeIfAbsent(symbol, key -> new UsdmBook());
      book.event(event);
      if (!book.aligned()) {
        String url = venue.restUrl() + "/fapi/v1/depth?limit=1000&symbol=" + symbol;
        book.snapshot(SpotClient.json(SpotClient.get(url).body()));
      }
    }
    return books;
  }

  private static boolean atTheEnd(Simulator venue, Map<String, UsdmBook> books) {
    SimulatorStatus status = venue.status();
    Map<String, Long> last = new TreeMap<>();
    books.forEach((symbol, book) -> last.put(symbol, book.last()));
    return status.state().equals("finished") && last.equals(status.lastUpdateId());
  }

  private Simulator replay(Path file, Path recording) {
    return Simulator.builder()
        .venue("binance_derivatives")
        .replay(ReplaySettings.of(ReplaySettings.MAX_SPEED, recording))
        .truth(file)
        .start();
  }

  @Test
  void btcusdtIsServedAtAnySpeedWithItsTradesAsAggregates() {
    Path recording = Captures.file("binance-usdm/btcusdt_20240808.gz");
    List<JsonNode> golden =
        Captures.jsonLines(Captures.file("golden/hft-binance-usdm-BTCUSDT.jsonl"));
    Path file = folder.resolve("truth.jsonl");
    try (Simulator venue = replay(file, recording);
        SpotClient depth =
            SpotClient.connect(venue.wsUrl() + "/public/stream?streams=btcusdt@depth@100ms");
        SpotClient trades = SpotClient.connect(venue.wsUrl() + "/market/ws/btcusdt@aggTrade");
        TruthBooks truth = new TruthBooks(file)) {
      UsdmBook book = follow(venue, depth).get("BTCUSDT");
      truth.poll();
      for (JsonNode row : golden) {
        Book at = truth.book("BTCUSDT", row.get("u").asLong()).orElseThrow();
        assertThat(at.sha256()).isEqualTo(row.get("sha256").asText());
      }
      assertThat(golden).isNotEmpty();
      assertThat(book.book().sha256())
          .isEqualTo(truth.book("BTCUSDT", book.last()).orElseThrow().sha256());
      assertThat(venue.status().trades()).isEqualTo(21_313);
      long before = -1;
      for (int i = 0; i < 21_313; i++) {
        long id = trades.nextJson().get("a").asLong();
        assertThat(id).isEqualTo(before < 0 ? id : before + 1);
        before = id;
      }
      assertThat(SpotClient.get(venue.restUrl() + "/fapi/v1/premiumIndex?symbol=BTCUSDT").body())
          .contains("markPrice");
    }
  }

  @Test
  void fourSymbolsEndInTheirGoldenBooks() {
    Path recording = Captures.file("binance-usdm/four-symbols-20210722.jsonl.gz");
    List<JsonNode> golden = Captures.jsonLines(Captures.file("golden/cf-binance-usdm-final.jsonl"));
    Path file = folder.resolve("truth.jsonl");
    try (Simulator venue = replay(file, recording);
        SpotClient trades =
            SpotClient.connect(
                venue.wsUrl()
                    + "/market/stream?streams=sushiusdt@aggTrade/akrousdt@aggTrade"
                    + "/keepusdt@aggTrade/ctkusdt@aggTrade");
        SpotClient client =
            SpotClient.connect(
                venue.wsUrl()
                    + "/public/stream?streams=sushiusdt@depth/akrousdt@depth"
                    + "/keepusdt@depth/ctkusdt@depth")) {
      Map<String, UsdmBook> books = follow(venue, client);
      assertThat(golden).hasSize(4);
      for (JsonNode row : golden) {
        assertThat(books.get(row.get("instrument").asText()).book().sha256())
            .isEqualTo(row.get("sha256").asText());
      }
      assertThat(trades.nextJson().at("/data/a").isIntegralNumber()).isTrue();
    }
  }
}
