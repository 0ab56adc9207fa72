// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.binance.spot.SpotClient;
import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.truth.Fact;
import io.marketprism.simulator.truth.TruthBooks;
import io.marketprism.simulator.venue.VenueLimits;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Binance USD-M's split streams, WebSocket API, figures and limits. */
class UsdmProtocolITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final SyntheticSettings MARKET =
      SyntheticSettings.usual()
          .withSymbols("BTCUSDT", "SOLUSDT")
          .withLevels(300)
          .withRates(300, 50)
          .withLiquidationsEvery(1_000);
  @TempDir private Path folder;

  private Simulator venue(VenueLimits limits) {
    return Simulator.builder()
        .venue("binance_derivatives")
        .synthetic(MARKET)
        .limits(limits)
        .truth(truthFile())
        .start();
  }

  private Simulator venue() {
    return venue(VenueLimits.binanceUsdm());
  }

  private Path truthFile() {
    return folder.resolve("truth.jsonl");
  }

  private static JsonNode get(Simulator venue, String path) {
    HttpResponse<String> answer = SpotClient.get(venue.restUrl() + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return SpotClient.json(answer.body());
  }

  @Test
  void aStreamIsServedUnderTheRootOfItsClassOnly() {
    String both =
        "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@depth@100ms\","
            + "\"btcusdt@aggTrade\"],\"id\":1}";
    try (Simulator venue = venue();
        SpotClient open = SpotClient.connect(venue.wsUrl() + "/public/stream");
        SpotClient market = SpotClient.connect(venue.wsUrl() + "/market/stream")) {
      for (SpotClient client : List.of(open, market)) {
        client.send(both);
        assertThat(client.nextJson().toString()).isEqualTo("{\"result\":null,\"id\":1}");
      }
      for (int i = 0; i < 20; i++) {
        assertThat(open.nextJson().get("stream").asText()).isEqualTo("btcusdt@depth@100ms");
        assertThat(market.nextJson().get("stream").asText()).isEqualTo("btcusdt@aggTrade");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stream", "/ws"})
  void theRetiredRootAcknowledgesAndSaysNothing(String root) {
    try (Simulator venue = venue();
        SpotClient retired = SpotClient.connect(venue.wsUrl() + root);
        SpotClient witness = SpotClient.connect(venue.wsUrl() + "/public/ws/btcusdt@depth@100ms")) {
      retired.send(
          "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@depth@100ms\",\"btcusdt@aggTrade\"],"
              + "\"id\":\"a\"}");
      assertThat(retired.next()).isEqualTo("{\"result\":null,\"id\":\"a\"}");
      for (int i = 0; i < 10; i++) {
        witness.next();
      }
      retired.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":2}");
      assertThat(retired.nextJson().get("result")).hasSize(2);
    }
  }

  @Test
  void aClientThatAlignsHoldsTheTrueBookAtEveryEvent() {
    try (Simulator venue = venue();
        SpotClient client =
            SpotClient.connect(venue.wsUrl() + "/public/stream?streams=btcusdt@depth@100ms");
        TruthBooks truth = new TruthBooks(truthFile())) {
      UsdmBook book = new UsdmBook();
      int checked = 0;
      boolean holes = false;
      while (checked < 40) {
        JsonNode event = client.nextJson().get("data");
        assertThat(event.get("st").asInt()).isEqualTo(1);
        assertThat(event.get("T").asLong()).isLessThanOrEqualTo(event.get("E").asLong());
        holes |= event.get("U").asLong() > event.get("pu").asLong() + 1;
        boolean changed = book.event(event);
        if (!book.aligned()) {
          changed = book.snapshot(get(venue, "/fapi/v1/depth?symbol=BTCUSDT&limit=1000"));
        }
        if (changed) {
          Book expected = truth.awaitBook("BTCUSDT", book.last(), PATIENCE).orElseThrow();
          assertThat(book.book().sha256()).isEqualTo(expected.sha256());
          checked++;
        }
      }
      assertThat(holes).isTrue();
    }
  }

  @Test
  void aggregatesAreContiguousAndSoAreTheirMatches() {
    try (Simulator venue = venue();
        SpotClient client = SpotClient.connect(venue.wsUrl() + "/market/ws/btcusdt@aggTrade");
        TruthBooks truth = new TruthBooks(truthFile())) {
      JsonNode before = client.nextJson();
      boolean several = false;
      for (int i = 0; i < 60; i++) {
        JsonNode trade = client.nextJson();
        assertThat(trade.get("a").asLong()).isEqualTo(before.get("a").asLong() + 1);
        assertThat(trade.get("f").asLong()).isEqualTo(before.get("l").asLong() + 1);
        Trade known = truth.awaitTrade("BTCUSDT", trade.get("a").asLong(), PATIENCE).orElseThrow();
        assertThat(known.count()).isEqualTo(trade.get("l").asLong() - trade.get("f").asLong() + 1);
        several |= known.count() > 1;
        before = trade;
      }
      assertThat(several).isTrue();
      long from = before.get("a").asLong() - 20;
      JsonNode page = get(venue, "/fapi/v1/aggTrades?symbol=BTCUSDT&limit=10&fromId=" + from);
      assertThat(page).hasSize(10);
      assertThat(page.get(0).get("a").asLong()).isEqualTo(from);
      assertThat(page.get(9).get("f").asLong()).isEqualTo(page.get(8).get("l").asLong() + 1);
    }
  }

  @Test
  void forcedOrdersOfAllSymbolsComeMixedWithThoseOfCoinMargin() {
    try (Simulator venue = venue();
        SpotClient client =
            SpotClient.connect(venue.wsUrl() + "/market/stream?streams=!forceOrder@arr");
        TruthBooks truth = new TruthBooks(truthFile())) {
      Set<String> symbols = new HashSet<>();
      while (symbols.size() < 3) {
        JsonNode event = client.nextJson().get("data");
        JsonNode order = event.get("o");
        String symbol = order.get("s").asText();
        symbols.add(symbol);
        if (event.get("st").asInt() == 2) {
          assertThat(symbol).isEqualTo("BTCUSD_PERP");
          continue;
        }
        List<Fact> facts =
            truth.awaitFacts(
                Fact.LIQUIDATION, symbol, order.get("T").asLong(), told -> true, PATIENCE);
        assertThat(facts)
            .singleElement()
            .satisfies(
                fact -> {
                  assertThat(fact.values()).containsEntry("quantity", order.get("q").asText());
                  assertThat(fact.values()).containsEntry("average", order.get("ap").asText());
                  assertThat(fact.values().get("side"))
                      .isEqualToIgnoringCase(order.get("S").asText());
                });
      }
      assertThat(symbols).containsExactlyInAnyOrder("BTCUSDT", "SOLUSDT", "BTCUSD_PERP");
    }
  }

  @Test
  void everyFigureToldIsInTheTruth() {
    try (Simulator venue = venue();
        TruthBooks truth = new TruthBooks(truthFile())) {
      JsonNode premium = get(venue, "/fapi/v1/premiumIndex?symbol=BTCUSDT");
      Fact funding = fact(truth, Fact.FUNDING, "BTCUSDT", premium.get("time").asLong());
      assertThat(funding.values())
          .containsEntry("rate", premium.get("lastFundingRate").asText())
          .containsEntry("mark", premium.get("markPrice").asText())
          .containsEntry("next", premium.get("nextFundingTime").asText());
      JsonNode interest = get(venue, "/fapi/v1/openInterest?symbol=BTCUSDT");
      assertThat(fact(truth, Fact.OPEN_INTEREST, "BTCUSDT", interest.get("time").asLong()).values())
          .containsEntry("amount", interest.get("openInterest").asText());
      for (String endpoint : List.of("topLongShortPositionRatio", "globalLongShortAccountRatio")) {
        JsonNode ratio =
            get(venue, "/futures/data/" + endpoint + "?symbol=BTCUSDT&period=5m&limit=1").get(0);
        String told = ratio.get("longShortRatio").asText();
        assertThat(
                truth.awaitFacts(
                    Fact.LONG_SHORT_RATIO,
                    "BTCUSDT",
                    ratio.get("timestamp").asLong(),
                    fact -> told.equals(fact.values().get("ratio")),
                    PATIENCE))
            .anySatisfy(fact -> assertThat(fact.values()).containsEntry("ratio", told));
        assertThat(
                new BigDecimal(ratio.get("longAccount").asText())
                    .add(new BigDecimal(ratio.get("shortAccount").asText())))
            .isEqualByComparingTo("1");
      }
      assertThat(get(venue, "/fapi/v1/fundingInfo"))
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.get("symbol").asText()).isEqualTo("SOLUSDT");
                assertThat(row.get("fundingIntervalHours").asInt()).isEqualTo(4);
              });
      assertThat(get(venue, "/fapi/v1/premiumIndex")).hasSize(2);
    }
  }

  private static Fact fact(TruthBooks truth, String kind, String symbol, long time) {
    return truth.awaitFacts(kind, symbol, time, told -> true, PATIENCE).get(0);
  }

  @Test
  void theMetadataListPerpetualsAndADatedFutureAndFollowTheListing() {
    try (Simulator venue = venue()) {
      assertThat(symbols(venue))
          .containsExactly(
              "BTCUSDT PERPETUAL TRADING",
              "BTCUSDT_270326 CURRENT_QUARTER TRADING",
              "SOLUSDT PERPETUAL TRADING");
      post(venue, "/sim/list?symbol=ETHUSDT");
      post(venue, "/sim/delist?symbol=SOLUSDT");
      post(venue, "/sim/delist?symbol=BTCUSDT&halted=true");
      assertThat(symbols(venue))
          .containsExactly(
              "BTCUSDT PERPETUAL SETTLING",
              "BTCUSDT_270326 CURRENT_QUARTER SETTLING",
              "ETHUSDT PERPETUAL TRADING");
      assertThat(SpotClient.get(venue.restUrl() + "/fapi/v1/depth?symbol=SOLUSDT").body())
          .contains("-1121");
      assertThat(get(venue, "/fapi/v1/depth?symbol=ETHUSDT").get("bids")).isNotEmpty();
      post(venue, "/sim/list?symbol=SOLUSDT");
      assertThat(symbols(venue)).contains("SOLUSDT PERPETUAL TRADING");
    }
  }

  private static List<String> symbols(Simulator venue) {
    return get(venue, "/fapi/v1/exchangeInfo")
        .get("symbols")
        .valueStream()
        .map(
            symbol ->
                symbol.get("symbol").asText()
                    + " "
                    + symbol.get("contractType").asText()
                    + " "
                    + symbol.get("status").asText())
        .toList();
  }

  private static void post(Simulator venue, String path) {
    HttpResponse<String> answer =
        SpotClient.post(venue.restUrl() + path, "text/plain", new byte[0]);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/fapi/v1/depth?symbol=NOSUCH                                       | 400 | -1121",
        "/fapi/v1/depth                                                     | 400 | -1102",
        "/fapi/v1/depth?symbol=BTCUSDT&limit=7                              | 400 | -4021",
        "/fapi/v1/openInterest?symbol=NOSUCH                                | 400 | -1121",
        "/fapi/v1/aggTrades?symbol=BTCUSDT&fromId=x                         | 400 | -1100",
        "/fapi/v1/aggTrades?symbol=BTCUSDT&fromId=1&startTime=5             | 400 | -1128",
        "/fapi/v1/historicalTrades?symbol=BTCUSDT                           | 401 | -2014",
        "/futures/data/globalLongShortAccountRatio?symbol=BTCUSDT           | 400 | -1102",
        "/futures/data/globalLongShortAccountRatio?symbol=BTCUSDT&period=7m | 400 | -1130",
        "/fapi/v1/nothing                                                   | 404 | <html>"
      })
  void wrongRequestsGetTheVenuesErrors(String path, int status, String content) {
    try (Simulator venue = venue()) {
      HttpResponse<String> answer = SpotClient.get(venue.restUrl() + path);
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains(content);
    }
  }

  @Test
  void weightIsCountedAndRefusedAndThenBanned() {
    try (Simulator venue = venue(VenueLimits.binanceUsdm().withWeightPerMinute(45))) {
      HttpResponse<String> first =
          SpotClient.get(venue.restUrl() + "/fapi/v1/depth?symbol=BTCUSDT&limit=1000");
      assertThat(first.headers().firstValue("X-MBX-USED-WEIGHT-1M")).hasValue("20");
      await()
          .until(
              () ->
                  SpotClient.get(venue.restUrl() + "/fapi/v1/depth?symbol=BTCUSDT&limit=1000")
                          .statusCode()
                      == 429);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> SpotClient.get(venue.restUrl() + "/fapi/v1/time").statusCode() == 418);
      HttpResponse<String> banned = SpotClient.get(venue.restUrl() + "/fapi/v1/time");
      assertThat(banned.body()).contains("-1003");
      assertThat(banned.headers().firstValue("Retry-After")).isPresent();
      assertThat(
              SpotClient.get(
                      venue.restUrl()
                          + "/futures/data/globalLongShortAccountRatio?symbol=BTCUSDT&period=5m")
                  .statusCode())
          .as("statistics have a limit of their own")
          .isEqualTo(200);
    }
  }

  @Test
  void theWebSocketApiAnswersWithTheRequestsIdAndErrorsBelowError() {
    try (Simulator venue = venue();
        SpotClient client = SpotClient.connect(venue.wsUrl() + "/ws-fapi/v1");
        TruthBooks truth = new TruthBooks(truthFile())) {
      client.send(
          "{\"id\":\"x1\",\"method\":\"depth\",\"params\":{\"symbol\":\"BTCUSDT\",\"limit\":1000}}");
      JsonNode answer = client.nextJson();
      assertThat(answer.get("id").asText()).isEqualTo("x1");
      assertThat(answer.get("status").asInt()).isEqualTo(200);
      assertThat(answer.at("/rateLimits/0/count").asInt()).isEqualTo(20);
      UsdmBook book = new UsdmBook();
      book.snapshot(answer.get("result"));
      assertThat(book.book().sha256())
          .isEqualTo(truth.awaitBook("BTCUSDT", book.last(), PATIENCE).orElseThrow().sha256());
      client.send("{\"id\":2,\"method\":\"depth\",\"params\":{\"symbol\":\"NOSUCH\"}}");
      answer = client.nextJson();
      assertThat(answer.get("id").asInt()).isEqualTo(2);
      assertThat(answer.get("status").asInt()).isEqualTo(400);
      assertThat(answer.at("/error/code").asInt()).isEqualTo(-1121);
      assertThat(answer.has("code")).isFalse();
    }
  }
}
