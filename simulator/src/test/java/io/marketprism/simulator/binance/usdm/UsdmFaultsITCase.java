// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.FaultRows;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.binance.spot.SpotClient;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.truth.TruthBooks;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of sockets and of the market, on Binance USD-M. */
@Timeout(60)
class UsdmFaultsITCase {
  private static final int NO_CLOSE_FRAME = -1;
  private static final int NORMAL = 1_000;
  private static final Duration QUIET = Duration.ofMillis(300);
  @TempDir private static Path folder;
  private static Path truth;
  private static Simulator venue;
  private static FaultRows rows;

  @BeforeAll
  static void start() {
    truth = folder.resolve("truth.jsonl");
    venue =
        Simulator.builder()
            .venue("binance_derivatives")
            .truth(truth)
            .synthetic(
                SyntheticSettings.usual()
                    .withSymbols("BTCUSDT", "SOLUSDT")
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

  private static SpotClient trades() {
    SpotClient client =
        SpotClient.connect(venue.wsUrl() + "/market/stream?streams=btcusdt@aggTrade");
    client.next();
    return client;
  }

  private static int ending(SpotClient client) throws Exception {
    return client.closed().get(10, TimeUnit.SECONDS);
  }

  private static JsonNode lastSocketRow() {
    var sockets = rows.sockets();
    return sockets.get(sockets.size() - 1);
  }

  private static void awaitClosed(String by) {
    await()
        .untilAsserted(
            () -> {
              assertThat(lastSocketRow().path("event").asText()).isEqualTo("closed");
              assertThat(lastSocketRow().path("by").asText()).isEqualTo(by);
            });
  }

  @Test
  void theTruthTellsEachSocketThatOpensAndWhoEndedIt() throws Exception {
    try (SpotClient client = trades()) {
      JsonNode opened = lastSocketRow();
      assertThat(opened.path("event").asText()).isEqualTo("opened");
      assertThat(opened.path("s").asText()).isEqualTo("ALL");
      client.close();
      awaitClosed("client");
      assertThat(lastSocketRow().path("id")).isEqualTo(opened.path("id"));
    }
    try (SpotClient client = trades()) {
      venue.faults().inflict("close");
      assertThat(ending(client)).isEqualTo(NORMAL);
      awaitClosed("server");
    }
  }

  @Test
  void aSocketEndsWithAReset() throws Exception {
    try (SpotClient client = trades()) {
      venue.faults().inflict("reset");
      assertThat(ending(client)).isEqualTo(NO_CLOSE_FRAME);
      assertThat(rows.last("reset").path("sockets").asText()).isEqualTo("1");
      awaitClosed("server");
    }
  }

  @Test
  void aHalfOpenSocketIsSilentAndStaysOpenUntilTheClientEndsIt() {
    try (SpotClient dead = trades()) {
      venue.faults().inflict("half-open");
      while (dead.poll(QUIET) != null) {
        // What was under way.
      }
      dead.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":1}");
      try (SpotClient alive = trades()) {
        venue.faults().inflict("close");
        assertThat(alive.closed()).succeedsWithin(Duration.ofSeconds(10));
      }
      assertThat(dead.poll(QUIET)).isNull();
      assertThat(dead.closed()).isNotDone();
      dead.close();
      awaitClosed("client");
    }
  }

  @ParameterizedTest
  @CsvSource({"status, true", "close, false"})
  void newSocketsAreRefusedForATime(String variant, boolean answered) {
    try (SpotClient open = trades()) {
      venue.faults().inflict("refuse", "millis", 60_000, "variant", variant);
      assertThatThrownBy(UsdmFaultsITCase::trades)
          .isInstanceOf(CompletionException.class)
          .satisfies(
              failure ->
                  assertThat(failure.getCause() instanceof WebSocketHandshakeException)
                      .isEqualTo(answered));
      open.next();
      venue.faults().calm();
      try (SpotClient again = trades()) {
        again.next();
      }
    }
  }

  @Test
  void aSlowHandshakeEndsBehindAQuickOne() {
    venue.faults().inflict("slow-handshake", "millis", 2_500);
    CompletableFuture<SpotClient> slow = CompletableFuture.supplyAsync(UsdmFaultsITCase::trades);
    await().until(() -> !rows.of("slow-handshake").isEmpty());
    try (SpotClient quick = trades()) {
      assertThat(slow).isNotDone();
      quick.next();
    }
    try (SpotClient late = slow.join()) {
      late.next();
    }
  }

  @Test
  void onlySocketsThatAreOldEnoughComeToTheEndOfTheirLife() throws Exception {
    try (SpotClient old = trades()) {
      long first = lastSocketRow().path("u").asLong();
      await().until(() -> System.currentTimeMillis() - first > 1_000);
      try (SpotClient young = trades()) {
        long between = (first + lastSocketRow().path("u").asLong()) / 2;
        venue.faults().inflict("end-of-life", "millis", System.currentTimeMillis() - between);
        assertThat(ending(old)).isEqualTo(NORMAL);
        young.next();
        assertThat(young.closed()).isNotDone();
      }
    }
  }

  @Test
  void aShutdownIsToldOnEverySocketBeforeItEndsThem() throws Exception {
    try (SpotClient wrapped = trades();
        SpotClient bare = SpotClient.connect(venue.wsUrl() + "/public/ws/btcusdt@depth@100ms")) {
      bare.next();
      venue.faults().inflict("shutdown", "millis", 400);
      assertThat(shutdown(wrapped).path("stream").asText()).isEqualTo("!serverShutdown");
      assertThat(shutdown(bare).path("E").asLong()).isPositive();
      assertThat(ending(wrapped)).isEqualTo(NORMAL);
      assertThat(ending(bare)).isEqualTo(NORMAL);
      JsonNode row = rows.last("shutdown");
      assertThat(row.path("until").asLong()).isEqualTo(row.path("u").asLong() + 400);
    }
  }

  private static JsonNode shutdown(SpotClient client) {
    while (true) {
      String message = client.next();
      if (message.contains("\"e\":\"serverShutdown\"")) {
        return SpotClient.json(message);
      }
    }
  }

  @Test
  void aLostBookFrameBreaksTheChainOfPreviousIds() {
    try (SpotClient client =
        SpotClient.connect(venue.wsUrl() + "/public/stream?streams=solusdt@depth@100ms")) {
      long end = client.nextJson().at("/data/u").asLong();
      venue.faults().inflict("drop", "symbol", "SOLUSDT", "feed", "orderbook");
      JsonNode next = client.nextJson();
      while (next.at("/data/pu").asLong() == end) {
        end = next.at("/data/u").asLong();
        next = client.nextJson();
      }
      JsonNode row = rows.last("drop");
      assertThat(row.path("last").asLong()).isEqualTo(next.at("/data/pu").asLong());
      assertThat(row.path("first").asLong()).isGreaterThan(end);
    }
  }

  @Test
  void aBookOverTheWebSocketApiIsEmptyToo() {
    try (SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws-fapi/v1")) {
      venue.faults().inflict("snapshot-empty", "symbol", "SOLUSDT");
      String request =
          "{\"id\":1,\"method\":\"depth\",\"params\":{\"symbol\":\"SOLUSDT\",\"limit\":100}}";
      client.send(request);
      assertThat(client.nextJson().at("/result/bids")).isEmpty();
      client.send(request);
      assertThat(client.nextJson().at("/result/bids")).isNotEmpty();
    }
  }

  @Test
  void theVenuesClockIsOffUntilItIsRightAgain() {
    try (SpotClient client = trades()) {
      venue.faults().inflict("clock", "millis", 60_000);
      await().until(() -> time(client) > System.currentTimeMillis() + 50_000);
      venue.faults().inflict("clock", "millis", 0);
      await().until(() -> time(client) < System.currentTimeMillis() + 10_000);
      assertThat(rows.of("clock"))
          .extracting(row -> row.path("millis").asText())
          .containsExactly("60000", "0");
      assertThat(rows.last("clock").path("u").asLong())
          .isLessThan(System.currentTimeMillis() + 10_000);
    }
  }

  private static long time(SpotClient client) {
    return client.nextJson().at("/data/T").asLong();
  }

  @Test
  void aBurstOfTradesKeepsTheirIds() {
    try (SpotClient client = trades()) {
      long last = client.nextJson().at("/data/a").asLong();
      venue.faults().inflict("burst", "symbol", "BTCUSDT", "feed", "trade", "count", 1_000);
      for (int i = 0; i < 1_000; i++) {
        assertThat(client.nextJson().at("/data/a").asLong()).isEqualTo(++last);
      }
    }
  }

  @Test
  void readersOfTheTruthFindFaultsBesideBooksAndTrades() {
    try (SpotClient client = trades();
        TruthBooks books = new TruthBooks(truth)) {
      venue.faults().inflict("rest-429", "millis", 1, "endpoint", "time");
      JsonNode row = rows.last("rest-429");
      books.poll();
      assertThat(books.symbols()).containsExactly("BTCUSDT", "SOLUSDT");
      assertThat(books.faults())
          .anySatisfy(
              fault -> {
                assertThat(fault.kind()).isEqualTo("rest-429");
                assertThat(fault.begin()).isEqualTo(row.path("u").asLong());
              });
      assertThat(client.closed()).isNotDone();
    }
  }
}
