// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.binance.spot.SpotClient;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deribit's methods by HTTP. */
class DeribitRestITCase {
  private static final String LAST_TRADES =
      "get_last_trades_by_instrument?instrument_name=BTC-PERPETUAL";
  private static Simulator venue;

  @BeforeAll
  static void start() {
    venue =
        Simulator.builder()
            .venue(VenueKind.DERIBIT)
            .synthetic(
                SyntheticSettings.usual().withSymbols("BTCUSDT", "SOLUSDT").withRates(100, 200))
            .start();
  }

  @AfterAll
  static void end() {
    venue.close();
  }

  private static HttpResponse<String> get(String request) {
    return SpotClient.get(venue.restUrl() + "/api/v2/public/" + request);
  }

  private static JsonNode result(String request) {
    HttpResponse<String> response = get(request);
    assertThat(response.statusCode()).isEqualTo(200);
    return SpotClient.json(response.body()).path("result");
  }

  @Test
  void instrumentsAreThoseOfACurrencyAndKind() {
    JsonNode futures = result("get_instruments?currency=BTC&kind=future");
    assertThat(futures.findValuesAsText("instrument_name"))
        .containsExactly("BTC-PERPETUAL", "BTC-26MAR27");
    assertThat(futures.get(0).path("settlement_period").asText()).isEqualTo("perpetual");
    assertThat(result("get_instruments?currency=USDC").findValuesAsText("instrument_name"))
        .containsExactly("SOL_USDC-PERPETUAL");
    assertThat(result("get_instruments?currency=any")).hasSize(4);
  }

  @Test
  void aBookHasTheDepthAskedFor() {
    JsonNode book = result("get_order_book?instrument_name=BTC-PERPETUAL&depth=20");
    assertThat(book.path("bids")).hasSize(20);
    assertThat(book.at("/asks/0")).hasSize(2);
    assertThat(book.path("change_id").asLong()).isPositive();
    assertThat(book.path("best_bid_price").decimalValue())
        .isEqualByComparingTo(book.at("/bids/0/0").decimalValue());
  }

  @Test
  void aTickerHasFundingAndOpenInterest() {
    JsonNode ticker = result("ticker?instrument_name=SOL_USDC-PERPETUAL");
    assertThat(ticker.path("instrument_name").asText()).isEqualTo("SOL_USDC-PERPETUAL");
    assertThat(ticker.path("open_interest").isNumber()).isTrue();
    assertThat(ticker.path("current_funding").isNumber()).isTrue();
    assertThat(ticker.path("funding_8h").isNumber()).isTrue();
    assertThat(result("get_time").isIntegralNumber()).isTrue();
  }

  @Test
  void tradesOfARangeComeInPagesThatSayWhetherThereAreMore() {
    await().until(() -> result(LAST_TRADES + "&count=40").path("trades").size() == 40);
    JsonNode newest = result(LAST_TRADES + "&count=40").path("trades");
    long last = newest.get(0).path("trade_seq").asLong();
    long first = newest.get(39).path("trade_seq").asLong();
    assertThat(last - first).isEqualTo(39);
    String range = LAST_TRADES + "&start_seq=" + first + "&end_seq=" + last + "&sorting=asc";
    JsonNode page = result(range + "&count=30");
    assertThat(page.path("has_more").asBoolean()).isTrue();
    assertThat(page.at("/trades/0/trade_seq").asLong()).isEqualTo(first);
    assertThat(page.at("/trades/29/trade_seq").asLong()).isEqualTo(first + 29);
    JsonNode whole = result(range + "&count=1000");
    assertThat(whole.path("has_more").asBoolean()).isFalse();
    assertThat(whole.path("trades")).hasSize(40);
  }

  @Test
  void volatilityIsInCandlesAndGoesOnBehindTheFirst() {
    long now = SpotClient.json(get("get_time").body()).path("result").asLong();
    String data = "get_volatility_index_data?currency=BTC&end_timestamp=" + now;
    JsonNode minutes = result(data + "&resolution=60&start_timestamp=" + (now - 600_000));
    assertThat(minutes.path("data").size()).isBetween(10, 11);
    assertThat(minutes.path("continuation").isNull()).isTrue();
    JsonNode candle = minutes.at("/data/0");
    assertThat(candle).hasSize(5);
    assertThat(candle.get(0).asLong() % 60_000).isZero();
    JsonNode seconds = result(data + "&resolution=1&start_timestamp=" + (now - 2_000_000));
    assertThat(seconds.path("data")).hasSize(1_000);
    assertThat(seconds.path("continuation").asLong())
        .isEqualTo(seconds.at("/data/0/0").asLong() - 1_000);
  }

  @ParameterizedTest
  @CsvSource({
    "ticker?instrument_name=NONE, 13020, ",
    "ticker, -32602, instrument_name",
    "none, -32601, ",
    "subscribe?channels=x, 10031, ",
    "get_order_book?instrument_name=BTC-PERPETUAL&depth=x, -32602, depth",
    "get_last_trades_by_instrument?instrument_name=BTC-PERPETUAL&count=1001, -32602, count",
    "get_volatility_index_data?currency=BTC&resolution=7, -32602, resolution"
  })
  void wrongRequestsGetTheVenuesErrorsWithStatus400(String request, int code, String parameter) {
    HttpResponse<String> response = get(request);
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode answer = SpotClient.json(response.body());
    assertThat(answer.at("/error/code").asInt()).isEqualTo(code);
    assertThat(answer.has("usOut")).isTrue();
    if (parameter != null) {
      assertThat(answer.at("/error/data/param").asText()).isEqualTo(parameter);
    }
  }
}
