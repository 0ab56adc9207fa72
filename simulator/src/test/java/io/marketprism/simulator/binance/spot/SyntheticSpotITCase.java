// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.truth.TruthBooks;
import io.marketprism.simulator.venue.VenueLimits;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that follows the venue's rule must always hold a book that the truth log knows. */
class SyntheticSpotITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void aClientThatAlignsHoldsTheTrueBookAtEveryEvent(long seed, @TempDir Path folder) {
    Path file = folder.resolve("truth.jsonl");
    SyntheticSettings settings =
        SyntheticSettings.usual()
            .withSeed(seed)
            .withSymbols("BTCUSDT", "SIMBTC")
            .withLevels(300)
            .withRates(500, 50);
    try (Simulator venue = Simulator.builder().synthetic(settings).truth(file).start();
        SpotClient client =
            SpotClient.connect(
                venue.wsUrl() + "/stream?streams=btcusdt@depth@100ms/simbtc@depth@100ms");
        TruthBooks truth = new TruthBooks(file)) {
      Map<String, AligningBook> books = new HashMap<>();
      int checked = 0;
      while (checked < 60) {
        JsonNode event = client.nextJson().get("data");
        String symbol = event.get("s").asText();
        AligningBook book = books.computeIfAbsent(symbol, key -> new AligningBook());
        boolean changed = book.event(event);
        if (!book.aligned()) {
          String url = venue.restUrl() + "/api/v3/depth?limit=5000&symbol=" + symbol;
          changed = book.snapshot(SpotClient.json(SpotClient.get(url).body()));
        }
        if (changed) {
          Book expected = truth.awaitBook(symbol, book.last(), PATIENCE).orElseThrow();
          assertThat(book.text()).isEqualTo(text(expected));
          checked++;
        }
      }
      assertThat(books.keySet()).containsExactlyInAnyOrder("BTCUSDT", "SIMBTC");
    }
  }

  @Test
  void everySnapshotAnsweredIsKnownToTheTruthAlsoWithinAWindow(@TempDir Path folder) {
    Path file = folder.resolve("truth.jsonl");
    SyntheticSettings settings =
        SyntheticSettings.usual().withSymbols("BTCUSDT").withLevels(100).withRates(2_000, 10);
    VenueLimits limits = VenueLimits.binanceSpot().withWeightPerMinute(1_000_000);
    try (Simulator venue =
            Simulator.builder().synthetic(settings).limits(limits).truth(file).start();
        TruthBooks truth = new TruthBooks(file)) {
      for (int i = 0; i < 30; i++) {
        JsonNode snapshot =
            SpotClient.json(
                SpotClient.get(venue.restUrl() + "/api/v3/depth?limit=5000&symbol=BTCUSDT").body());
        AligningBook book = new AligningBook();
        book.snapshot(snapshot);
        Book expected = truth.awaitBook("BTCUSDT", book.last(), PATIENCE).orElseThrow();
        assertThat(book.text()).isEqualTo(text(expected));
      }
    }
  }

  @Test
  void tradesOnTheStreamAndInTheHistoryAreThoseOfTheTruth(@TempDir Path folder) {
    Path file = folder.resolve("truth.jsonl");
    SyntheticSettings settings =
        SyntheticSettings.usual().withSymbols("BTCUSDT").withRates(100, 200);
    try (Simulator venue = Simulator.builder().synthetic(settings).truth(file).start();
        SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws/btcusdt@trade");
        TruthBooks truth = new TruthBooks(file)) {
      long first = -1;
      long last = -1;
      for (int i = 0; i < 100; i++) {
        JsonNode sent = client.nextJson();
        long id = sent.get("t").asLong();
        assertThat(id).isEqualTo(last < 0 ? id : last + 1);
        Trade trade = truth.awaitTrade("BTCUSDT", id, PATIENCE).orElseThrow();
        assertThat(new BigDecimal(sent.get("p").asText())).isEqualTo(trade.price());
        assertThat(new BigDecimal(sent.get("q").asText())).isEqualTo(trade.quantity());
        assertThat(sent.get("T").asLong()).isEqualTo(trade.tradeTime());
        assertThat(sent.get("m").asBoolean()).isEqualTo(trade.buyerIsMaker());
        first = first < 0 ? id : first;
        last = id;
      }
      JsonNode history =
          SpotClient.json(
              SpotClient.get(
                      venue.restUrl()
                          + "/api/v3/historicalTrades?symbol=BTCUSDT&limit=50&fromId="
                          + first)
                  .body());
      assertThat(history).hasSize(50);
      assertThat(history.get(0).get("id").asLong()).isEqualTo(first);
      assertThat(history.get(49).get("id").asLong()).isEqualTo(first + 49);
      assertThat(new BigDecimal(history.get(7).get("price").asText()))
          .isEqualTo(truth.trade("BTCUSDT", first + 7).orElseThrow().price());
    }
  }

  private static String text(Book book) {
    StringBuilder text = new StringBuilder("[");
    for (Side side : Side.values()) {
      text.append(side == Side.BID ? "[" : ",[");
      String separator = "";
      for (var level : book.levels(side).values()) {
        text.append(separator).append("[\"").append(level.plainPrice());
        text.append("\",\"").append(level.plainQuantity()).append("\"]");
        separator = ",";
      }
      text.append(']');
    }
    return text.append(']').toString();
  }
}
