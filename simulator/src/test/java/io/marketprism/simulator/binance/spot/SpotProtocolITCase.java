// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.venue.VenueLimits;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The venue's protocol, its limits, and what can be made to go wrong. Where the venue ends a
 * connection without a close frame its own view is asserted: the JDK's WebSocket client can miss
 * the end of a connection that comes right behind a message.
 */
class SpotProtocolITCase {
  private static final SyntheticSettings MARKET =
      SyntheticSettings.usual()
          .withSymbols("BTCUSDT", "ETHUSDT")
          .withQuiet("ETHBTC")
          .withLevels(50);

  private static Simulator venue(VenueLimits limits) {
    return Simulator.builder().synthetic(MARKET).limits(limits).start();
  }

  private static Simulator venue() {
    return venue(VenueLimits.binanceSpot());
  }

  /** The next message that is not a stream's. */
  private static JsonNode answer(SpotClient client) {
    while (true) {
      JsonNode message = client.nextJson();
      if (message.has("id")) {
        return message;
      }
    }
  }

  @Test
  void subscriptionsAreAcknowledgedListedAndEnded() {
    try (Simulator venue = venue();
        SpotClient client = SpotClient.connect(venue.wsUrl() + "/stream")) {
      client.send(
          "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@depth\",\"btcusdt@bookTicker\"],\"id\":7}");
      assertThat(answer(client).toString()).isEqualTo("{\"result\":null,\"id\":7}");
      client.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":\"x\"}");
      assertThat(answer(client).toString())
          .isEqualTo("{\"result\":[\"btcusdt@depth\",\"btcusdt@bookTicker\"],\"id\":\"x\"}");
      Set<String> streams = new HashSet<>();
      while (streams.size() < 2) {
        JsonNode message = client.nextJson();
        streams.add(message.get("stream").asText());
        assertThat(message.get("data").get("s").asText()).isEqualTo("BTCUSDT");
      }
      client.send("{\"method\":\"UNSUBSCRIBE\",\"params\":[\"btcusdt@depth\"],\"id\":8}");
      assertThat(answer(client).get("result").isNull()).isTrue();
      client.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":9}");
      assertThat(answer(client).toString())
          .isEqualTo("{\"result\":[\"btcusdt@bookTicker\"],\"id\":9}");
    }
  }

  @Test
  void rawStreamsHaveNoWrapper() {
    try (Simulator venue = venue();
        SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws/btcusdt@depth@100ms")) {
      JsonNode event = client.nextJson();
      assertThat(event.get("e").asText()).isEqualTo("depthUpdate");
      assertThat(event.get("b").isArray()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense                                            | 3 | Invalid JSON",
        "{\"id\":1}                                          | 2 | missing field `method`",
        "{\"method\":\"SUBSCRIBE\",\"id\":1}                 | 2 | missing field `params`",
        "{\"method\":\"SHOUT\",\"params\":[],\"id\":1}       | 2 | unknown variant SHOUT",
        "{\"method\":\"SUBSCRIBE\",\"params\":[5],\"id\":1}  | 2 | must be a string",
        "{\"method\":\"SUBSCRIBE\",\"params\":[],\"id\":-1}  | 2 | unsigned integer"
      })
  void wrongRequestsGetTheVenuesErrors(String request, int code, String message) {
    try (Simulator venue = venue();
        SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws")) {
      client.send(request);
      JsonNode answer = client.nextJson();
      assertThat(answer.get("code").asInt()).isEqualTo(code);
      assertThat(answer.get("msg").asText()).contains(message);
    }
  }

  @Test
  void theVenuePingsAndClosesWhoDoesNotAnswer() throws Exception {
    VenueLimits venues = VenueLimits.binanceSpot();
    VenueLimits limits =
        new VenueLimits(
            Duration.ofMillis(100),
            Duration.ofSeconds(4),
            venues.streamsPerConnection(),
            1_000,
            venues.weightPerMinute(),
            venues.outboxBytes());
    try (Simulator venue = venue(limits);
        SpotClient alive = SpotClient.connect(venue.wsUrl() + "/ws");
        SpotClient deaf = SpotClient.connectWithoutReading(venue.wsUrl() + "/ws")) {
      await().until(() -> venue.status().connectionsOpened() == 2);
      await().until(() -> venue.status().connections() == 1);
      for (int i = 0; i < 3; i++) {
        assertThat(alive.pings().poll(10, TimeUnit.SECONDS)).matches("[0-9]{13}");
      }
      assertThat(alive.closed()).isNotDone();
      deaf.close();
    }
  }

  @Test
  void tooManyMessagesInASecondEndTheConnection() {
    VenueLimits venues = VenueLimits.binanceSpot();
    VenueLimits limits =
        new VenueLimits(
            venues.pingInterval(),
            venues.pongTimeout(),
            venues.streamsPerConnection(),
            1,
            venues.weightPerMinute(),
            venues.outboxBytes());
    try (Simulator venue = venue(limits);
        SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws")) {
      await().until(() -> venue.status().connections() == 1);
      await()
          .until(
              () -> {
                client.trySend("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":1}");
                client.trySend("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":2}");
                return venue.status().connections() == 0;
              });
    }
  }

  @Test
  void aConnectionMayHave1024StreamsAndNotOneMore() {
    String streams =
        IntStream.range(0, 1_024)
            .mapToObj(n -> "s" + n + "@x")
            .collect(Collectors.joining("\",\""));
    try (Simulator venue = venue();
        SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws")) {
      client.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"" + streams + "\"],\"id\":1}");
      assertThat(client.nextJson().get("result").isNull()).isTrue();
      assertThat(venue.status().connections()).isEqualTo(1);
      client.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"one@more\"],\"id\":2}");
      await().until(() -> venue.status().connections() == 0);
    }
  }

  @Test
  void aClientThatDoesNotReadIsClosedNotThinnedOut() {
    String large = "x".repeat(10 << 20);
    try (Simulator venue = venue(VenueLimits.binanceSpot().withOutboxBytes(200_000));
        SpotClient slow = SpotClient.connectWithoutReading(venue.wsUrl() + "/ws/ethbtc@trade")) {
      await().until(() -> venue.status().connections() == 1);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                venue.faults().injectText("ethbtc@trade", large);
                return venue.status().connections() == 0;
              });
      slow.close();
    }
  }

  @Test
  void depthAnswersHaveTheLimitAndTheWeight() {
    try (Simulator venue = venue()) {
      String depth = venue.restUrl() + "/api/v3/depth?symbol=ETHBTC&limit=";
      int used = 0;
      for (int[] pair : new int[][] {{100, 5}, {101, 25}, {500, 25}, {1_000, 50}, {5_000, 250}}) {
        HttpResponse<String> response = SpotClient.get(depth + pair[0]);
        int now = Integer.parseInt(response.headers().firstValue("X-MBX-USED-WEIGHT-1M").get());
        assertThat(now).isIn(used + pair[1], pair[1]);
        used = now;
      }
      JsonNode book = SpotClient.json(SpotClient.get(depth + "3").body());
      assertThat(book.get("bids")).hasSize(3);
      assertThat(book.get("asks")).hasSize(3);
      assertThat(book.at("/bids/0/0").asText()).matches("0\\.[0-9]{8}");
      assertThat(venue.restRequests()).containsEntry("depth", 6L);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "depth?symbol=NONSENSE, 400, -1121",
    "depth, 400, -1102",
    "depth?symbol=BTCUSDT&limit=x, 400, -1100",
    "historicalTrades?symbol=NONSENSE, 400, -1121",
    "historicalTrades?symbol=BTCUSDT&fromId=-1, 400, -1100",
    "exchangeInfo?symbol=NONSENSE, 400, -1121",
    "exchangeInfo?symbols=nonsense, 400, -1100"
  })
  void wrongRestRequestsGetTheVenuesErrors(String request, int status, int code) {
    try (Simulator venue = venue()) {
      HttpResponse<String> response = SpotClient.get(venue.restUrl() + "/api/v3/" + request);
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(SpotClient.json(response.body()).get("code").asInt()).isEqualTo(code);
    }
  }

  @Test
  void exchangeInfoListsAllOrTheSymbolsAskedFor() {
    try (Simulator venue = venue()) {
      String url = venue.restUrl() + "/api/v3/exchangeInfo";
      assertThat(SpotClient.json(SpotClient.get(url).body()).get("symbols")).hasSize(3);
      JsonNode two =
          SpotClient.json(SpotClient.get(url + "?symbols=%5B%22ETHBTC%22,%22BTCUSDT%22%5D").body());
      assertThat(two.at("/symbols/0/symbol").asText()).isEqualTo("ETHBTC");
      assertThat(two.at("/symbols/0/baseAsset").asText()).isEqualTo("ETH");
      assertThat(two.at("/symbols/0/quoteAsset").asText()).isEqualTo("BTC");
      assertThat(two.at("/symbols/1/symbol").asText()).isEqualTo("BTCUSDT");
      assertThat(two.at("/rateLimits/0/limit").asInt()).isEqualTo(6_000);
      assertThat(SpotClient.get(venue.restUrl() + "/api/v3/ping").body()).isEqualTo("{}");
      assertThat(SpotClient.get(venue.restUrl() + "/api/v3/time").body()).contains("serverTime");
      assertThat(SpotClient.get(venue.restUrl() + "/api/v3/none").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void tooMuchWeightIsRefusedAndThenBanned() {
    try (Simulator venue = venue(VenueLimits.binanceSpot().withWeightPerMinute(20))) {
      String url = venue.restUrl() + "/api/v3/depth?symbol=BTCUSDT&limit=500";
      HttpResponse<String> refused = SpotClient.get(url);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(SpotClient.json(refused.body()).get("code").asInt()).isEqualTo(-1003);
      HttpResponse<String> later = refused;
      for (int i = 0; i < 60 && later.statusCode() != 418; i++) {
        later = SpotClient.get(url);
      }
      assertThat(later.statusCode()).isEqualTo(418);
      assertThat(later.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @Test
  void injectedFramesReachTheSubscribersOfTheStreamOnly() {
    try (Simulator venue = venue();
        SpotClient one = SpotClient.connect(venue.wsUrl() + "/ws/ethbtc@trade");
        SpotClient other = SpotClient.connect(venue.wsUrl() + "/ws/ethbtc@depth")) {
      await().until(() -> venue.status().connections() == 2);
      assertThat(venue.faults().injectText("ethbtc@trade", "{nonsense")).isEqualTo(1);
      assertThat(one.next()).isEqualTo("{nonsense");
      venue.faults().injectBinary("ethbtc@trade", new byte[77]);
      assertThat(one.next()).isEqualTo("binary:77");
      String huge = "x".repeat(10 << 20);
      HttpResponse<String> response =
          SpotClient.post(
              venue.restUrl() + "/sim/inject?stream=ethbtc@trade",
              "text/plain",
              huge.getBytes(UTF_8));
      assertThat(response.body()).isEqualTo("{\"sockets\":1}");
      assertThat(one.next()).isEqualTo(huge);
      assertThat(other.poll(Duration.ofMillis(1))).isNull();
    }
  }

  @Test
  void plannedAnswersReplaceTheRealOnesSoOftenAndNotLonger() {
    try (Simulator venue = venue()) {
      String url = venue.restUrl() + "/api/v3/depth?symbol=ETHBTC";
      venue.faults().answerRest("depth", 1, new CannedAnswer(200, "text/html", "<html>"));
      SpotClient.post(
          venue.restUrl() + "/sim/answer?endpoint=depth&times=2&status=503",
          "text/plain",
          "away".getBytes(UTF_8));
      HttpResponse<String> html = SpotClient.get(url);
      assertThat(html.statusCode()).isEqualTo(200);
      assertThat(html.headers().firstValue("content-type")).contains("text/html");
      assertThat(html.body()).isEqualTo("<html>");
      assertThat(SpotClient.get(url).statusCode()).isEqualTo(503);
      assertThat(SpotClient.get(url).body()).isEqualTo("away");
      assertThat(SpotClient.json(SpotClient.get(url).body()).has("lastUpdateId")).isTrue();
    }
  }

  @Test
  void droppedDepthEventsLeaveAGapInOneSymbolOnly() {
    try (Simulator venue = venue();
        SpotClient client =
            SpotClient.connect(
                venue.wsUrl() + "/stream?streams=btcusdt@depth@100ms/ethusdt@depth@100ms")) {
      long lastEth = 0;
      long lastBtc = 0;
      int gaps = 0;
      for (int seen = 0; gaps == 0; seen++) {
        if (seen == 4) {
          venue.faults().dropDepth("BTCUSDT", 2);
        }
        JsonNode event = client.nextJson().get("data");
        long first = event.get("U").asLong();
        if (event.get("s").asText().equals("BTCUSDT")) {
          gaps += lastBtc != 0 && first != lastBtc + 1 ? 1 : 0;
          lastBtc = event.get("u").asLong();
        } else {
          assertThat(lastEth == 0 || first == lastEth + 1).isTrue();
          lastEth = event.get("u").asLong();
        }
        assertThat(seen).isLessThan(200);
      }
    }
  }

  @Test
  void closedSocketsGetACloseFrameAndMayComeBack() throws Exception {
    try (Simulator venue = venue();
        SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws/btcusdt@trade")) {
      await().until(() -> venue.status().connections() == 1);
      SpotClient.post(venue.restUrl() + "/sim/close-sockets", "text/plain", new byte[0]);
      assertThat(client.closed().get(10, TimeUnit.SECONDS)).isEqualTo(1_000);
      await().until(() -> venue.status().connections() == 0);
      try (SpotClient again = SpotClient.connect(venue.wsUrl() + "/ws/btcusdt@trade")) {
        assertThat(again.nextJson().get("e").asText()).isEqualTo("trade");
      }
    }
  }

  @Test
  void aFrozenMarketIsSilentAndStillAnswers() {
    try (Simulator venue = venue();
        SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws/btcusdt@depth@100ms")) {
      client.next();
      venue.freeze();
      var still = venue.status();
      assertThat(still.state()).isEqualTo("finished");
      JsonNode book =
          SpotClient.json(
              SpotClient.get(venue.restUrl() + "/api/v3/depth?symbol=BTCUSDT&limit=5").body());
      assertThat(book.get("lastUpdateId").asLong())
          .isGreaterThanOrEqualTo(still.lastUpdateId().get("BTCUSDT"));
      JsonNode status = SpotClient.json(SpotClient.get(venue.restUrl() + "/sim/status").body());
      assertThat(status.get("depth_events").asLong()).isEqualTo(still.depthEvents());
      assertThat(status.get("rest_requests").get("depth").asLong()).isEqualTo(1);
    }
  }

  @Test
  void nothingOfASimulatorIsLeftAfterItsEnd() {
    String url;
    try (Simulator venue = venue()) {
      url = venue.restUrl();
      SpotClient.get(url + "/api/v3/ping");
    }
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("sim-")));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> SpotClient.get(url + "/api/v3/ping"))
        .hasCauseInstanceOf(java.net.ConnectException.class);
  }
}
