// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.FaultRows;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.binance.spot.SpotClient;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults on Deribit, where trades come several in a frame. */
@Timeout(60)
class DeribitFaultsITCase {
  private static final String BOOK = "book.BTC-PERPETUAL.100ms";
  private static final String TRADES = "trades.BTC-PERPETUAL.100ms";
  @TempDir private static Path folder;
  private static Simulator venue;
  private static FaultRows rows;

  @BeforeAll
  static void start() {
    Path truth = folder.resolve("truth.jsonl");
    venue =
        Simulator.builder()
            .venue(VenueKind.DERIBIT)
            .truth(truth)
            .synthetic(
                SyntheticSettings.usual()
                    .withSymbols("BTCUSDT")
                    .withLevels(100)
                    .withRates(100, 100))
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

  private static SpotClient subscribed(String channel) {
    SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws/api/v2");
    client.send(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"public/subscribe\",\"params\":{\"channels\":[\""
            + channel
            + "\"]}}");
    return client;
  }

  private static JsonNode data(SpotClient client) {
    while (true) {
      JsonNode message = client.nextJson();
      if (message.has("params")) {
        return message.at("/params/data");
      }
    }
  }

  @Test
  void aLostChangeBreaksTheChain() {
    try (SpotClient client = subscribed(BOOK)) {
      long last = data(client).path("change_id").asLong();
      venue.faults().inflict("drop", "symbol", "BTC-PERPETUAL", "feed", "orderbook");
      JsonNode change = data(client);
      while (change.path("prev_change_id").asLong() == last) {
        last = change.path("change_id").asLong();
        change = data(client);
      }
      assertThat(rows.last("drop").path("first").asLong()).isEqualTo(last + 1);
      assertThat(rows.last("drop").path("last").asLong())
          .isEqualTo(change.path("prev_change_id").asLong());
    }
  }

  @Test
  void aLostFrameOfSeveralTradesIsNamedByTheirIds() {
    try (SpotClient client = subscribed(TRADES)) {
      long last = newest(data(client));
      venue.faults().inflict("drop", "symbol", "BTC-PERPETUAL", "feed", "trade", "count", 2);
      JsonNode trades = data(client);
      while (oldest(trades) == last + 1) {
        last = newest(trades);
        trades = data(client);
      }
      var lost = rows.of("drop");
      assertThat(lost.get(lost.size() - 2).path("first").asLong()).isEqualTo(last + 1);
      assertThat(lost.get(lost.size() - 1).path("last").asLong()).isEqualTo(oldest(trades) - 1);
    }
  }

  private static long oldest(JsonNode trades) {
    return trades.path(0).path("trade_id").asLong();
  }

  private static long newest(JsonNode trades) {
    return trades.path(trades.size() - 1).path("trade_id").asLong();
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncate", "corrupt"})
  void aDamagedFrameCannotBeRead(String kind) {
    try (SpotClient client = subscribed(BOOK)) {
      data(client);
      venue.faults().inflict(kind, "symbol", "BTC-PERPETUAL", "feed", "orderbook");
      while (readable(client.next())) {
        // Frames before it.
      }
      assertThat(rows.last(kind).path("stream").asText()).isEqualTo(BOOK);
      data(client);
    }
  }

  private static boolean readable(String text) {
    try {
      SpotClient.JSON.readTree(text);
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  @Test
  void aSubscriptionBeginsWithoutItsSnapshot() {
    venue.faults().inflict("snapshot-missing");
    try (SpotClient client = subscribed(BOOK)) {
      assertThat(data(client).path("type").asText()).isEqualTo("change");
    }
    try (SpotClient client = subscribed(BOOK)) {
      assertThat(data(client).path("type").asText()).isEqualTo("snapshot");
    }
  }

  @Test
  void aLimitedVenueAnswersInItsOwnWords() {
    venue.faults().inflict("rest-429", "millis", 1_000_000);
    HttpResponse<String> refused = SpotClient.get(venue.restUrl() + "/api/v2/public/get_time");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(SpotClient.json(refused.body()).at("/error/code").asInt()).isEqualTo(10_028);
    assertThat(refused.headers().firstValue("Retry-After"))
        .hasValueSatisfying(seconds -> assertThat(seconds).matches("9..|1000"));
  }

  @Test
  void aBurstIsAChainOfChanges() {
    try (SpotClient client = subscribed(BOOK)) {
      long last = data(client).path("change_id").asLong();
      venue.faults().inflict("burst", "symbol", "BTC-PERPETUAL", "count", 500);
      for (int i = 0; i < 400; i++) {
        JsonNode change = data(client);
        assertThat(change.path("prev_change_id").asLong()).isEqualTo(last);
        last = change.path("change_id").asLong();
      }
    }
  }
}
