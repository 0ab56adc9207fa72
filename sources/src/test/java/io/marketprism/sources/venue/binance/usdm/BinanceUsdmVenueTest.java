// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.marketprism.model.DataType;
import io.marketprism.model.MarketType;
import io.marketprism.model.Trade;
import io.marketprism.sources.net.BudgetSpec;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.TradeRules;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueLimits;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import io.marketprism.sources.venue.binance.Fuzz;
import io.marketprism.sources.venue.binance.Received;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceUsdmVenueTest {
  private static final String AGGREGATES =
      """
      [{"a":26129,"p":"0.01633102","q":"4.70443515","f":27781,"l":27783,\
      "T":1786540329155,"m":true}]""";

  private final Venue venue = Venues.of("binance_derivatives");

  @ParameterizedTest
  @CsvSource({
    "ORDERBOOK, binance-usdm-public",
    "TRADE, binance-usdm-market",
    "LIQUIDATION, binance-usdm-liquidation",
    "FUNDING_RATE, binance-usdm-funding",
    "OPEN_INTEREST, binance-usdm-interest",
    "LSR_TOP_POSITION, binance-usdm-ratio-top",
    "LSR_ALL_ACCOUNT, binance-usdm-ratio-all",
  })
  void everyDataTypeOfAPerpetualIsOffered(DataType dataType, String planName) {
    assertThat(venue.dataTypes()).contains(dataType).hasSize(7);
    assertThat(venue.planName(dataType)).isEqualTo(planName);
    assertThat(venue.marketType(dataType)).isEqualTo(MarketType.PERPETUAL);
    assertThat(venue.exchange()).isEqualTo("binance");
    boolean streamed = dataType == DataType.TRADE || dataType == DataType.LIQUIDATION;
    assertThat(venue.isPolled(dataType, Usdm.settings(Map.of()))).isEqualTo(!streamed);
  }

  @Test
  void limitsCountStatisticsAndFundingInfoApart() {
    assertThat(venue.limits())
        .isEqualTo(
            new VenueLimits(
                2_400,
                Duration.ofMinutes(1),
                "X-MBX-USED-WEIGHT-1M",
                Map.of(
                    "futures-data", new BudgetSpec.Pool(1_000, Duration.ofMinutes(5)),
                    "funding-info", new BudgetSpec.Pool(500, Duration.ofMinutes(5))),
                300,
                Duration.ofMinutes(5),
                10,
                0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wss://fstream.binance.com/stream",
        "wss://fstream.binance.com/ws",
        "wss://fstream.binance.com/ws/"
      })
  void retiredUrlIsNeverUsed(String url) {
    VenueSettings settings = Usdm.settings(url, "", List.of("BTCUSDT"), Map.of());
    for (DataType dataType : List.of(DataType.ORDERBOOK, DataType.TRADE, DataType.LIQUIDATION)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> venue.stream(dataType, settings))
          .withMessageContaining(url);
    }
  }

  @Test
  void tradesAreAggregatesUnlessSinglesAreChosen() {
    VenueSettings byDefault = Usdm.settings(Map.of());
    VenueSettings chosen = Usdm.settings(Map.of("trades-stream", "trade"));
    assertThat(venue.stream(DataType.TRADE, byDefault).subscribe(1, List.of(Usdm.BTC)))
        .contains("btcusdt@aggTrade");
    assertThat(venue.stream(DataType.TRADE, chosen).subscribe(1, List.of(Usdm.BTC)))
        .contains("btcusdt@trade");
    assertThat(venue.trades(byDefault)).isSameAs(venue.trades());
    assertThat(venue.trades(byDefault).holesAreLosses()).isTrue();
    assertThat(venue.trades(chosen).holesAreLosses()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> venue.stream(DataType.TRADE, Usdm.settings(Map.of("trades-stream", "block"))))
        .withMessageContaining("block");
  }

  @Test
  void liquidationsAreOfTheWholeMarketWhereAllSymbolsAre() throws FrameException {
    assertThat(venue.stream(DataType.LIQUIDATION, Usdm.settings(Map.of())).isWholeMarket())
        .isTrue();
    assertThat(venue.stream(DataType.ORDERBOOK, Usdm.settings(Map.of())).isWholeMarket()).isFalse();
  }

  @Test
  void missedAggregatesAreFetchedFromAnIdThatIsIncluded() throws FrameException {
    TradeRules trades = venue.trades();
    assertThat(trades.direction()).isEqualTo(TradeRules.Direction.ASCENDING);
    assertThat(trades.historyCall(Usdm.BTC, 26_129, 26_200))
        .isEqualTo(
            new RestCall(
                "/fapi/v1/aggTrades",
                Map.of("symbol", "BTCUSDT", "fromId", "26129", "limit", "1000"),
                20));
    assertThat(trades.history(Usdm.BTC, AGGREGATES.getBytes(UTF_8), Received.AT))
        .containsExactly(
            new Trade(
                Usdm.BTC,
                26_129,
                null,
                1_786_540_329_155L,
                Received.AT,
                1_633_102,
                8,
                470_443_515,
                8,
                true,
                3,
                true));
  }

  @Test
  void missedSingleTradesAreSoughtAmongTheNewestThatNeedNoKey() throws FrameException {
    TradeRules trades = venue.trades(Usdm.settings(Map.of("trades-stream", "trade")));
    assertThat(trades.historyCall(Usdm.BTC, 5, 9))
        .isEqualTo(
            new RestCall("/fapi/v1/trades", Map.of("symbol", "BTCUSDT", "limit", "1000"), 5));
    assertThat(
            trades
                .history(
                    Usdm.BTC,
                    ("[{\"id\":7,\"price\":\"4.1\",\"qty\":\"1\",\"quoteQty\":\"4.1\","
                            + "\"time\":1786540329155,\"isBuyerMaker\":false}]")
                        .getBytes(UTF_8),
                    Received.AT)
                .get(0)
                .sequence())
        .isEqualTo(7);
  }

  private Received history(String body) throws FrameException {
    Received received = new Received();
    received.trades.addAll(venue.trades().history(Usdm.BTC, body.getBytes(UTF_8), Received.AT));
    return received;
  }

  @Test
  void missingFieldOfHistoryIsNeverAZero() {
    assertThat(Fuzz.withoutEachField(AGGREGATES, this::history))
        .isEqualTo(
            Map.of(
                "0.a", "missing_field: a",
                "0.p", "missing_field: p",
                "0.q", "missing_field: q",
                "0.f", "missing_field: f",
                "0.l", "missing_field: l",
                "0.T", "missing_field: T",
                "0.m", "missing_field: m"));
    Fuzz.neverThrowsAnythingElse(AGGREGATES, this::history);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 5, 2",
    "5, 5, 2",
    "6, 10, 2",
    "50, 50, 2",
    "51, 100, 5",
    "100, 100, 5",
    "400, 500, 10",
    "501, 1000, 20",
    "1000, 1000, 20",
    "5000, 1000, 20",
  })
  void snapshotLimitIsTheNextThatTheVenueTakes(int levels, String limit, int weight) {
    assertThat(venue.books().snapshotCall(Usdm.BTC, levels))
        .isEqualTo(
            new RestCall("/fapi/v1/depth", Map.of("symbol", "BTCUSDT", "limit", limit), weight));
    assertThat(venue.books().snapshotsInStream()).isFalse();
  }

  @Test
  void sideIsCompleteWhereItIsShorterThanWhatWasReallyAsked() throws FrameException {
    String two =
        "{\"lastUpdateId\":7,\"E\":1786540329180,"
            + "\"bids\":[[\"1\",\"1\"],[\"0.9\",\"1\"],[\"0.8\",\"1\"],[\"0.7\",\"1\"]],"
            + "\"asks\":[[\"2\",\"1\"],[\"3\",\"1\"],[\"4\",\"1\"],[\"5\",\"1\"],[\"6\",\"1\"]]}";
    var book = venue.books().snapshot(Usdm.BTC, two.getBytes(UTF_8), 4, Received.AT);
    assertThat(book.bidsComplete()).isTrue();
    assertThat(book.asksComplete()).isFalse();
    assertThat(book.eventTime()).isEqualTo(1_786_540_329_180L);
  }

  @Test
  void onlyPerpetualsAreCollected() throws FrameException {
    String list =
        """
        {"symbols":[
        {"symbol":"BTCUSDT","contractType":"PERPETUAL","status":"TRADING","baseAsset":"BTC",
         "quoteAsset":"USDT"},
        {"symbol":"1000PEPEUSDT","contractType":"PERPETUAL","status":"TRADING",
         "baseAsset":"1000PEPE","quoteAsset":"USDT"},
        {"symbol":"BTCUSDT_270326","contractType":"CURRENT_QUARTER","status":"TRADING",
         "baseAsset":"BTC","quoteAsset":"USDT"},
        {"symbol":"TSLAUSDT","contractType":"TRADIFI_PERPETUAL","status":"TRADING",
         "baseAsset":"TSLA","quoteAsset":"USDT"},
        {"symbol":"OLDUSDT","contractType":"PERPETUAL","status":"SETTLING","baseAsset":"OLD",
         "quoteAsset":"USDT"},
        {"symbol":"\u5e01USDT","contractType":"PERPETUAL","status":"TRADING","baseAsset":"\u5e01",
         "quoteAsset":"USDT"}]}""";
    Venue.InstrumentList instruments = venue.instruments(list.getBytes(UTF_8));
    assertThat(instruments.instruments())
        .containsOnly(
            Map.entry("BTCUSDT", Usdm.BTC),
            Map.entry("1000PEPEUSDT", Usdm.perpetual("1000PEPE-USDT", "1000PEPEUSDT")));
    assertThat(instruments.rejected())
        .containsOnly(
            Map.entry("BTCUSDT_270326", "unsupported_instrument"),
            Map.entry("TSLAUSDT", "unsupported_instrument"),
            Map.entry("OLDUSDT", "status SETTLING"),
            Map.entry("\u5e01USDT", "illegal_symbol"));
    assertThat(venue.instrumentsCall(Set.of("BTCUSDT")))
        .isEqualTo(new RestCall("/fapi/v1/exchangeInfo", Map.of(), 1));
  }

  @Test
  void suffixSplitsPerpetualsAndNoDatedFutures() {
    assertThat(venue.bySuffix("BTCUSDT")).isEqualTo(Usdm.BTC);
    assertThat(venue.bySuffix("BTCUSDT_270326")).isNull();
    assertThat(venue.bySuffix("BTCUSD_PERP")).isNull();
  }
}
