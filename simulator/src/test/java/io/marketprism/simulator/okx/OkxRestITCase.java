// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.binance.spot.SpotClient;
import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OKX's REST interface. */
class OkxRestITCase {
  private static Simulator venue;

  @BeforeAll
  static void start() {
    venue =
        Simulator.builder()
            .venue(VenueKind.OKX)
            .synthetic(
                SyntheticSettings.usual()
                    .withSymbols("BTCUSDT", "BTCUSD", "ETHUSDT")
                    .withLevels(450))
            .start();
  }

  @AfterAll
  static void end() {
    venue.close();
  }

  private static HttpResponse<String> get(String request) {
    return SpotClient.get(venue.restUrl() + "/api/v5/" + request);
  }

  private static JsonNode data(String request) {
    HttpResponse<String> response = get(request);
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode answer = SpotClient.json(response.body());
    assertThat(answer.path("code").asText()).isEqualTo("0");
    return answer.path("data");
  }

  @Test
  void instrumentsAreThoseOfAKindWithTheirContracts() {
    JsonNode spot = data("public/instruments?instType=SPOT");
    assertThat(spot.get(0).path("instId").asText()).isEqualTo("BTC-USDT");
    assertThat(spot.get(0).path("baseCcy").asText()).isEqualTo("BTC");
    assertThat(spot.get(0).path("state").asText()).isEqualTo("live");
    assertThat(spot.get(1).path("instId").asText()).isEqualTo("ETH-USDT");
    assertThat(spot.get(2).path("state").asText()).isEqualTo("preopen");
    JsonNode linear = data("public/instruments?instType=SWAP&instId=BTC-USDT-SWAP");
    assertThat(linear).hasSize(1);
    assertThat(linear.get(0).path("ctVal").asText()).isEqualTo("0.01");
    assertThat(linear.get(0).path("ctType").asText()).isEqualTo("linear");
    assertThat(linear.get(0).path("ctValCcy").asText()).isEqualTo("BTC");
    assertThat(linear.get(0).path("instFamily").asText()).isEqualTo("BTC-USDT");
    JsonNode inverse = data("public/instruments?instType=SWAP&instId=BTC-USD-SWAP");
    assertThat(inverse.get(0).path("ctType").asText()).isEqualTo("inverse");
    assertThat(inverse.get(0).path("ctValCcy").asText()).isEqualTo("USD");
    assertThat(data("public/instruments?instType=SWAP").findValuesAsText("instType"))
        .contains("FUTURES");
  }

  @Test
  void aBookHasTheLevelsAskedForAndAnId() {
    JsonNode book = data("market/books?instId=BTC-USDT&sz=3").get(0);
    assertThat(book.path("bids")).hasSize(3);
    assertThat(book.path("asks")).hasSize(3);
    assertThat(book.at("/bids/0")).hasSize(4);
    assertThat(book.path("seqId").asLong()).isPositive();
    assertThat(book.path("ts").asText()).matches("[0-9]{13}");
    assertThat(data("market/books?instId=BTC-USDT&sz=400").get(0).path("asks")).hasSize(400);
  }

  @Test
  void aBookCanBeOlderThanTheOneBefore() {
    try (Simulator own = Simulator.builder().venue(VenueKind.OKX).start()) {
      String url = own.restUrl() + "/api/v5/market/books?instId=BTC-USDT";
      AtomicLong last = new AtomicLong();
      await()
          .pollInterval(Duration.ofMillis(60))
          .until(
              () -> {
                JsonNode book = SpotClient.json(SpotClient.get(url).body()).at("/data/0");
                long id = book.path("seqId").asLong();
                return id < last.getAndSet(id);
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "market/books?instId=NONE-USDT, 200, 51001",
    "market/books, 400, 50014",
    "market/books?instId=BTC-USDT&sz=401, 400, 51000",
    "market/history-trades?instId=BTC-USDT&after=x, 400, 51000",
    "public/instruments?instType=OPTION, 400, 51000",
    "public/funding-rate?instId=BTC-USDT, 200, 51001",
    "rubik/stat/contracts/long-short-account-ratio-contract?instId=BTC-USDT-SWAP&period=7m, 400, 51000",
    "public/none, 404, 404"
  })
  void wrongRequestsGetTheVenuesErrors(String request, int status, String code) {
    HttpResponse<String> response = get(request);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(SpotClient.json(response.body()).path("code").asText()).isEqualTo(code);
    assertThat(SpotClient.json(response.body()).path("data")).isEmpty();
  }

  @Test
  void tooManyRequestsAreRefusedByEndpointAndInstrument() {
    String accounts = "rubik/stat/contracts/long-short-account-ratio-contract?instId=";
    HttpResponse<String> response = get(accounts + "ETH-USDT-SWAP");
    for (int i = 0; i < 1_000 && response.statusCode() == 200; i++) {
      response = get(accounts + "ETH-USDT-SWAP");
    }
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(SpotClient.json(response.body()).path("code").asText()).isEqualTo("50011");
    assertThat(get(accounts + "BTC-USD-SWAP").statusCode()).isEqualTo(200);
    assertThat(get("public/time").statusCode()).isEqualTo(200);
  }

  @Test
  void fundingHasTheSettlementsBeforeAndAfter() {
    JsonNode funding = data("public/funding-rate?instId=BTC-USDT-SWAP").get(0);
    long next = funding.path("fundingTime").asLong();
    long interval = funding.path("nextFundingTime").asLong() - next;
    assertThat(interval).isEqualTo(8 * 3_600_000L);
    assertThat(next - funding.path("prevFundingTime").asLong()).isEqualTo(interval);
    assertThat(funding.path("ts").asLong()).isBetween(next - interval, next);
    assertThat(funding.path("fundingRate").asText()).matches("-?[0-9.]+");
    assertThat(funding.path("nextFundingRate").asText()).isEmpty();
    assertThat(data("public/funding-rate?instId=ANY")).hasSize(3);
  }

  @Test
  void openInterestIsInContractsCoinsAndDollars() {
    JsonNode open = data("public/open-interest?instType=SWAP&instId=BTC-USDT-SWAP").get(0);
    assertThat(open.path("oi").asText()).matches("[0-9.]+");
    assertThat(open.path("oiCcy").decimalValue()).isNotNull();
    assertThat(open.path("oiUsd").asText()).matches("[0-9.]+");
    assertThat(data("public/open-interest?instType=SWAP")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "long-short-account-ratio-contract?instId=BTC-USDT-SWAP",
        "long-short-position-ratio-contract-top-trader?instId=BTC-USD-SWAP",
        "long-short-account-ratio?ccy=BTC"
      })
  void ratiosAreRowsOfTimeAndRatio(String request) {
    JsonNode row = data("rubik/stat/contracts/" + request + "&period=5m&limit=1").get(0);
    assertThat(row).hasSize(2);
    assertThat(row.get(0).asLong() % 300_000).isZero();
    assertThat(row.get(1).asText()).matches("[0-9.]+");
  }

  @Test
  void plannedAnswersReplaceTheRealOne() {
    venue.faults().answerRest("time", 1, new CannedAnswer(500, "text/plain", "away"));
    assertThat(get("public/time").statusCode()).isEqualTo(500);
    assertThat(data("public/time").get(0).path("ts").asText()).matches("[0-9]{13}");
    assertThat(venue.restRequests().get("time")).isGreaterThanOrEqualTo(2);
  }
}
