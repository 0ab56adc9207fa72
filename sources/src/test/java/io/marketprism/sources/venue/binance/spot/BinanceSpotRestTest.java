// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.net.RestResponse;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.TradeRules;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.Venues;
import io.marketprism.sources.venue.binance.Fuzz;
import io.marketprism.sources.venue.binance.Received;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinanceSpotRestTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final String BOOK =
      """
      {"lastUpdateId":1027024,"bids":[["4.00000000","431.00000000"],["3.9","1"]],\
      "asks":[["4.00000200","12.00000000"]]}""";
  private static final String TRADES =
      """
      [{"id":28457,"price":"4.00000100","qty":"12.00000000","quoteQty":"48.000012",\
      "time":1723161255342,"isBuyerMaker":true,"isBestMatch":true}]""";

  private final Venue venue = Venues.of("binance_spot");

  private BookSnapshot book(String body, int levels) throws FrameException {
    return venue.books().snapshot(BTC, body.getBytes(UTF_8), levels, Received.AT);
  }

  private Received trades(String body) throws FrameException {
    Received received = new Received();
    received.trades.addAll(venue.trades().history(BTC, body.getBytes(UTF_8), Received.AT));
    return received;
  }

  @ParameterizedTest
  @CsvSource({"20, 20, 5", "100, 100, 5", "101, 101, 25", "1000, 1000, 50", "9000, 5000, 250"})
  void snapshotCallWeighsByItsDepth(int levels, String limit, int weight) {
    assertThat(venue.books().snapshotCall(BTC, levels))
        .isEqualTo(
            new RestCall("/api/v3/depth", Map.of("symbol", "BTCUSDT", "limit", limit), weight));
  }

  @Test
  void snapshotHasNoTimeAndKnowsSidesThatEnd() throws FrameException {
    BookSnapshot book = book(BOOK, 2);
    assertThat(book.updateId()).isEqualTo(1_027_024);
    assertThat(book.eventTime()).isZero();
    assertThat(book.priceScale()).isEqualTo(6);
    assertThat(book.bids().price(0)).isEqualTo(4_000_000);
    assertThat(book.bids().quantity(0)).isEqualTo(431);
    assertThat(book.bidsComplete()).isFalse();
    assertThat(book.asksComplete()).isTrue();
  }

  @Test
  void polledBookIsTheSameAnswer() throws FrameException {
    Received received = new Received();
    received.answer(BinanceSpotPolls.books(100), BTC, BOOK);
    assertThat(received.snapshots).containsExactly(book(BOOK, 100));
    assertThat(BinanceSpotPolls.books(100).call(BTC, 0).weight()).isEqualTo(5);
  }

  @Test
  void historyIsAscendingFromTheAskedId() throws FrameException {
    assertThat(venue.trades().direction()).isEqualTo(TradeRules.Direction.ASCENDING);
    assertThat(venue.trades().historyCall(BTC, 28_457, 28_500))
        .isEqualTo(
            new RestCall(
                "/api/v3/historicalTrades",
                Map.of("symbol", "BTCUSDT", "fromId", "28457", "limit", "1000"),
                25));
    assertThat(trades(TRADES).trades)
        .containsExactly(
            new Trade(
                BTC,
                28_457,
                null,
                1_723_161_255_342L,
                Received.AT,
                4_000_001,
                6,
                12,
                0,
                true,
                1,
                true));
  }

  @Test
  void missingFieldIsNeverAZero() {
    assertThat(Fuzz.withoutEachField(BOOK, body -> polled(body)))
        .isEqualTo(
            Map.of(
                "lastUpdateId", "missing_field: lastUpdateId",
                "bids", "missing_field: bids",
                "asks", "missing_field: asks"));
    assertThat(Fuzz.withoutEachField(TRADES, this::trades))
        .containsEntry("0.id", "missing_field: id")
        .containsEntry("0.price", "missing_field: price")
        .containsEntry("0.qty", "missing_field: qty")
        .containsEntry("0.time", "missing_field: time")
        .containsEntry("0.isBuyerMaker", "missing_field: isBuyerMaker")
        .containsEntry("0.quoteQty", "used");
  }

  private static Received polled(String body) throws FrameException {
    return new Received().answer(BinanceSpotPolls.books(100), BTC, body);
  }

  @Test
  void damagedAnswersAreRefusedAndNothingWorse() {
    Fuzz.neverThrowsAnythingElse(BOOK, BinanceSpotRestTest::polled);
    Fuzz.neverThrowsAnythingElse(TRADES, this::trades);
  }

  @Test
  void instrumentsAreNamedByTheListAndTheRestIsRejectedWithAReason() throws FrameException {
    String list =
        """
        {"timezone":"UTC","rateLimits":[{"limit":6000}],"symbols":[
        {"symbol":"BTCTUSD","status":"TRADING","baseAsset":"BTC","quoteAsset":"TUSD",
         "filters":[{"symbol":"x"}]},
        {"symbol":"BTCFDUSD","status":"TRADING","baseAsset":"BTC","quoteAsset":"FDUSD"},
        {"symbol":"USDCUSDT","status":"TRADING","baseAsset":"USDC","quoteAsset":"USDT"},
        {"symbol":"OLDBTC","status":"BREAK","baseAsset":"OLD","quoteAsset":"BTC"},
        {"symbol":"\u5e01\u5b89USDT","status":"TRADING","baseAsset":"\u5e01\u5b89",
         "quoteAsset":"USDT"},
        {"symbol":"NOQUOTE","status":"TRADING","baseAsset":"NO"}]}""";
    Venue.InstrumentList instruments = venue.instruments(list.getBytes(UTF_8));
    assertThat(instruments.instruments())
        .containsOnly(
            Map.entry("BTCTUSD", Instrument.spot("binance", "BTC-TUSD", "BTCTUSD")),
            Map.entry("BTCFDUSD", Instrument.spot("binance", "BTC-FDUSD", "BTCFDUSD")),
            Map.entry("USDCUSDT", Instrument.spot("binance", "USDC-USDT", "USDCUSDT")));
    assertThat(instruments.rejected())
        .containsOnly(
            Map.entry("OLDBTC", "status BREAK"),
            Map.entry("\u5e01\u5b89USDT", "illegal_symbol"),
            Map.entry("NOQUOTE", "missing_field"));
    assertThatThrownBy(() -> venue.instruments("{}".getBytes(UTF_8)))
        .isInstanceOf(FrameException.class);
    Fuzz.neverThrowsAnythingElse(
        "{\"symbols\":[{\"symbol\":\"BTCUSDT\",\"status\":\"TRADING\",\"baseAsset\":\"BTC\","
            + "\"quoteAsset\":\"USDT\"}]}",
        body -> {
          assertThat(venue.instruments(body.getBytes(UTF_8))).isNotNull();
          return new Received();
        });
  }

  @Test
  void instrumentsAreAskedForBySymbolWhereTheyAreFew() {
    assertThat(venue.instrumentsCall(Set.of("ETHUSDT", "BTCUSDT")).query())
        .containsExactly(Map.entry("symbols", "[\"BTCUSDT\",\"ETHUSDT\"]"));
    assertThat(venue.instrumentsCall(Set.of()).query()).isEmpty();
    assertThat(venue.bySuffix("BTCUSDT")).isEqualTo(BTC);
    assertThat(venue.bySuffix("X")).isNull();
  }

  @Test
  void limitIsToldByTheErrorsCodeWhateverTheStatus() {
    assertThat(venue.isRateLimited(response(400, "{\"code\":-1003,\"msg\":\"Too much\"}")))
        .isTrue();
    assertThat(venue.isRateLimited(response(400, "{\"code\": -1121,\"msg\":\"-1003\"}"))).isFalse();
    assertThat(venue.isRateLimited(response(200, "{\"code\":-1003}"))).isFalse();
  }

  private static RestResponse response(int status, String body) {
    return new RestResponse(
        URI.create("http://localhost/"),
        status,
        HttpHeaders.of(Map.of(), (name, value) -> true),
        body.getBytes(UTF_8));
  }

  @Test
  void offersBooksAndTrades() {
    assertThat(venue.dataTypes()).containsExactly(DataType.ORDERBOOK, DataType.TRADE);
    assertThat(venue.planName(DataType.ORDERBOOK)).isEqualTo("binance-spot-book");
    assertThat(venue.planName(DataType.TRADE)).isEqualTo("binance-spot-trade");
    assertThat(venue.limits().weightLimit()).isEqualTo(6_000);
    assertThat(venue.limits().messagesPerSecond()).isEqualTo(5);
    assertThat(List.of(venue.exchange(), venue.marketType(DataType.TRADE).token()))
        .containsExactly("binance", "spot");
  }
}
