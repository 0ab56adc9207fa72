// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.FaultRows;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.binance.spot.SpotClient;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.truth.TruthBooks;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults on OKX, where a subscription brings the snapshot. */
@Timeout(60)
class OkxFaultsITCase {
  @TempDir private static Path folder;
  private static Path truth;
  private static Simulator venue;
  private static FaultRows rows;

  @BeforeAll
  static void start() {
    truth = folder.resolve("truth.jsonl");
    venue =
        Simulator.builder()
            .venue(VenueKind.OKX)
            .factory(OkxFactory.with(OkxSettings.ofVenue().withRates(1_000, 480)))
            .truth(truth)
            .synthetic(
                SyntheticSettings.usual()
                    .withSymbols("BTCUSDT", "ETHUSDT")
                    .withLevels(100)
                    .withRates(100, 50))
            .start();
    rows = new FaultRows(truth);
  }

  @AfterAll
  static void end() {
    venue.close();
  }

  @AfterEach
  void calm() {
    venue.faults().calm();
  }

  private static SpotClient subscribed(String channel, String instId) {
    SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws/v5/public");
    send(client, "subscribe", channel, instId);
    return client;
  }

  private static void send(SpotClient client, String op, String channel, String instId) {
    client.send(
        "{\"op\":\"%s\",\"args\":[{\"channel\":\"%s\",\"instId\":\"%s\"}]}"
            .formatted(op, channel, instId));
  }

  private static JsonNode data(SpotClient client) {
    while (true) {
      JsonNode message = client.nextJson();
      if (message.has("data")) {
        return message;
      }
    }
  }

  private static JsonNode book(SpotClient client) {
    return data(client).at("/data/0");
  }

  @Test
  void aLostUpdateBreaksTheChainOfOneInstrument() {
    try (SpotClient client = subscribed("books", "BTC-USDT-SWAP")) {
      long last = book(client).path("seqId").asLong();
      venue.faults().inflict("drop", "symbol", "BTC-USDT-SWAP", "feed", "orderbook");
      JsonNode update = book(client);
      while (update.path("prevSeqId").asLong() == last) {
        last = update.path("seqId").asLong();
        update = book(client);
      }
      JsonNode row = rows.last("drop");
      assertThat(row.path("stream").asText()).isEqualTo("books:BTC-USDT-SWAP");
      assertThat(row.path("first").asLong()).isEqualTo(last + 1);
      assertThat(row.path("last").asLong()).isEqualTo(update.path("prevSeqId").asLong());
    }
  }

  @Test
  void aLostTradeIsNamedByItsMatches() {
    try (SpotClient client = subscribed("trades", "BTC-USDT")) {
      long last = book(client).path("tradeId").asLong();
      venue.faults().inflict("drop", "symbol", "BTC-USDT", "feed", "trade");
      JsonNode trade = book(client);
      while (trade.path("tradeId").asLong() - trade.path("count").asLong() == last) {
        last = trade.path("tradeId").asLong();
        trade = book(client);
      }
      JsonNode row = rows.last("drop");
      assertThat(row.path("first").asLong()).isEqualTo(last + 1);
      assertThat(row.path("last").asLong())
          .isEqualTo(trade.path("tradeId").asLong() - trade.path("count").asLong());
    }
  }

  @Test
  void framesOfAnEndedSubscriptionDoNotComeAfterTheNextOnesSnapshot() {
    try (SpotClient client = subscribed("books", "ETH-USDT")) {
      book(client);
      book(client);
      venue.faults().inflict("delay", "symbol", "ETH-USDT", "feed", "orderbook", "millis", 60_000);
      long held = venue.status().lastUpdateId().get("ETH-USDT");
      await().until(() -> venue.status().lastUpdateId().get("ETH-USDT") > held);
      send(client, "unsubscribe", "books", "ETH-USDT");
      send(client, "subscribe", "books", "ETH-USDT");
      JsonNode message = data(client);
      while (!message.path("action").asText().equals("snapshot")) {
        message = data(client);
      }
      venue.faults().calm();
      long last = message.at("/data/0/seqId").asLong();
      for (int i = 0; i < 5; i++) {
        JsonNode update = book(client);
        assertThat(update.path("prevSeqId").asLong()).isEqualTo(last);
        last = update.path("seqId").asLong();
      }
    }
  }

  @Test
  void aSubscriptionBeginsWithoutItsSnapshot() {
    venue.faults().inflict("snapshot-missing", "symbol", "ETH-USDT-SWAP");
    try (SpotClient client = subscribed("books", "ETH-USDT-SWAP");
        SpotClient second = subscribed("books", "ETH-USDT-SWAP")) {
      assertThat(Stream.of(client, second).map(one -> data(one).path("action").asText()))
          .containsExactlyInAnyOrder("update", "snapshot");
      assertThat(rows.last("snapshot-missing").path("s").asText()).isEqualTo("ETH-USDT-SWAP");
    }
  }

  @Test
  void idsFallAndTheTruthTellsWhere() {
    try (SpotClient client = subscribed("books", "ETH-USDT");
        TruthBooks books = new TruthBooks(truth)) {
      long last = book(client).path("seqId").asLong();
      venue.faults().inflict("sequence-reset", "symbol", "ETH-USDT", "by", 5_000_000);
      JsonNode update = book(client);
      while (update.path("seqId").asLong() > last) {
        last = update.path("seqId").asLong();
        update = book(client);
      }
      assertThat(update.path("prevSeqId").asLong()).isEqualTo(last);
      JsonNode row = rows.last("sequence-reset");
      assertThat(row.path("before").asLong()).isEqualTo(last);
      assertThat(row.path("id").asLong()).isEqualTo(update.path("seqId").asLong());
      assertThat(row.path("truth").asLong()).isEqualTo(row.path("id").asLong() + 5_000_000);
      assertThat(books.awaitBook("ETH-USDT", row.path("id").asLong(), Duration.ofSeconds(10)))
          .isPresent();
    }
  }

  @Test
  void aNoticeIsToldBeforeTheSocketIsClosed() throws Exception {
    try (SpotClient client = subscribed("trades", "BTC-USDT")) {
      data(client);
      venue.faults().inflict("notice", "millis", 300);
      JsonNode message = client.nextJson();
      while (!message.path("event").asText().equals("notice")) {
        message = client.nextJson();
      }
      assertThat(message.path("code").asText()).isEqualTo("64008");
      assertThat(client.closed().get(10, TimeUnit.SECONDS)).isEqualTo(1_000);
    }
  }

  @Test
  void aLimitedVenueAnswersInItsOwnWords() {
    venue.faults().inflict("rest-429", "millis", 60_000, "endpoint", "instruments");
    HttpResponse<String> refused =
        SpotClient.get(venue.restUrl() + "/api/v5/public/instruments?instType=SPOT");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(SpotClient.json(refused.body()).path("code").asText()).isEqualTo("50011");
    String books = venue.restUrl() + "/api/v5/market/books?sz=5&instId=BTC-USDT";
    venue.faults().inflict("snapshot-error", "symbol", "BTC-USDT");
    assertThat(SpotClient.get(books).statusCode()).isEqualTo(503);
    assertThat(SpotClient.get(books).statusCode()).isEqualTo(200);
  }

  @Test
  void aSymbolThatWasTakenOffIsListedAgainUnderItsOwnName() {
    venue.faults().inflict("delist", "symbol", "BTC-USDT");
    try (SpotClient client = subscribed("books", "BTC-USDT")) {
      assertThat(client.nextJson().path("code").asText()).isEqualTo("60018");
      venue.faults().inflict("list", "symbol", "BTC-USDT");
      send(client, "subscribe", "books", "BTC-USDT");
      assertThat(data(client).path("action").asText()).isEqualTo("snapshot");
    }
    assertThat(rows.last("delist").path("variant").asText()).isEqualTo("gone");
    assertThat(rows.last("list").path("s").asText()).isEqualTo("BTC-USDT");
  }
}
