// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketprism.model.BookDelta;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Levels;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.binance.Fuzz;
import io.marketprism.sources.venue.binance.Received;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceUsdmFramesTest {
  private static final String WS = "wss://fstream.binance.com";

  private static final String DEPTH =
      """
      {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1786540329180,\
      "T":1786540329176,"s":"BTCUSDT","U":157,"u":160,"pu":149,"b":[["61800.20","2.909"]],\
      "a":[["61800.30","0.000"]],"st":1,"ps":"BTCUSDT"}}""";

  private static final String AGGREGATE =
      """
      {"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1786540329180,"s":"BTCUSDT",\
      "a":5933014,"p":"61800.30","q":"0.150","nq":"0.100","f":100,"l":105,"T":1786540329155,\
      "m":true,"st":1}}""";

  private static final String SINGLE =
      """
      {"stream":"btcusdt@trade","data":{"e":"trade","E":1786540329180,"T":1786540329155,\
      "s":"BTCUSDT","t":5266583935,"p":"61800.30","q":"0.006","X":"MARKET","m":false}}""";

  private final BinanceUsdmFrames books = BinanceUsdmFrames.books(WS);
  private final BinanceUsdmFrames aggregates = BinanceUsdmFrames.aggregateTrades(WS);
  private final BinanceUsdmFrames singles = BinanceUsdmFrames.singleTrades(WS);

  @BeforeEach
  void expectInstruments() {
    List.of(books, aggregates, singles)
        .forEach(frames -> frames.expect(List.of(Usdm.BTC, Usdm.ETH)));
  }

  private Received depth(String frame) throws FrameException {
    return new Received().frame(books, frame);
  }

  private Received aggregate(String frame) throws FrameException {
    return new Received().frame(aggregates, frame);
  }

  private Received single(String frame) throws FrameException {
    return new Received().frame(singles, frame);
  }

  @Test
  void eachKindHasItsPathAndItsStream() {
    assertThat(books.uri()).isEqualTo(URI.create(WS + "/public/stream"));
    assertThat(aggregates.uri()).isEqualTo(URI.create(WS + "/market/stream"));
    assertThat(singles.uri()).isEqualTo(URI.create(WS + "/public/stream"));
    assertThat(books.subscribe(1, List.of(Usdm.BTC, Usdm.ETH)))
        .isEqualTo(
            "{\"method\":\"SUBSCRIBE\",\"params\":"
                + "[\"btcusdt@depth@100ms\",\"ethusdt@depth@100ms\"],\"id\":1}");
    assertThat(aggregates.subscribe(2, List.of(Usdm.BTC))).contains("[\"btcusdt@aggTrade\"]");
    assertThat(singles.unsubscribe(3, List.of(Usdm.BTC))).contains("[\"btcusdt@trade\"]");
  }

  @Test
  void depthUpdateIsADeltaAtTheEnginesTime() throws FrameException {
    assertThat(depth(DEPTH).deltas)
        .containsExactly(
            new BookDelta(
                Usdm.BTC,
                149,
                157,
                160,
                1_786_540_329_176L,
                Received.AT,
                1,
                3,
                new Levels(new long[] {618_002}, new long[] {2_909}, 1),
                new Levels(new long[] {618_003}, new long[] {0}, 1)));
  }

  @Test
  void depthUpdateWithoutTheEnginesTimeHasTheEvents() throws FrameException {
    assertThat(depth(DEPTH.replace("\"T\":1786540329176,", "")).deltas.get(0).eventTime())
        .isEqualTo(1_786_540_329_180L);
  }

  @Test
  void aggregateTradeCountsItsMatches() throws FrameException {
    assertThat(aggregate(AGGREGATE).trades)
        .containsExactly(
            new Trade(
                Usdm.BTC,
                5_933_014,
                null,
                1_786_540_329_155L,
                Received.AT,
                618_003,
                1,
                15,
                2,
                true,
                6,
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"l\":105', '\"l\":99', BAD_NUMBER",
    "'\"l\":105', '\"l\":9999999999', BAD_NUMBER",
    "'\"a\":5933014', '\"a\":\"x\"', BAD_NUMBER",
    "'\"a\":5933014', '\"a\":[]', MISSING_FIELD",
    "61800.30, 0, INVALID_TRADE",
    "0.150, -0.150, INVALID_TRADE",
    "1786540329155, 1786540329, BAD_TIMESTAMP",
    "BTCUSDT, XRPUSDT, UNKNOWN_SYMBOL",
    "aggTrade, markPriceUpdate, UNKNOWN_MESSAGE",
  })
  void aggregateThatCannotBeIsRefused(String part, String damaged, Reason reason) {
    FrameException refusal =
        catchThrowableOfType(
            FrameException.class,
            () ->
                aggregate(
                    "{\"data\""
                        + AGGREGATE
                            .substring(AGGREGATE.indexOf("\"data\"") + 6)
                            .replace(part, damaged)));
    assertThat(refusal.reason()).isEqualTo(reason);
    if (reason != Reason.UNKNOWN_SYMBOL) {
      assertThat(refusal.instrument()).isEqualTo(Usdm.BTC);
    }
  }

  @Test
  void singleTradeIsOneMatch() throws FrameException {
    assertThat(single(SINGLE).trades)
        .containsExactly(
            new Trade(
                Usdm.BTC,
                5_266_583_935L,
                null,
                1_786_540_329_155L,
                Received.AT,
                618_003,
                1,
                6,
                3,
                false,
                1,
                false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NA", "INSURANCE_FUND", "ADL"})
  void whatIsNoTradeIsFilteredWhateverItsPrice(String kind) throws FrameException {
    String frame = SINGLE.replace("MARKET", kind).replace("61800.30", "0").replace("0.006", "0");
    Received received = single(frame);
    assertThat(received.filtered).containsExactly("non_trade");
    assertThat(received.trades).isEmpty();
  }

  @Test
  void controlMessagesAreTold() throws FrameException {
    assertThat(depth("{\"result\":null,\"id\":1}").control).containsExactly("accepted 1");
    assertThat(depth("{\"code\":2,\"msg\":\"Invalid request\",\"id\":1}").control)
        .containsExactly("refused 1: code 2: Invalid request");
    assertThat(depth("{\"e\":\"serverShutdown\",\"E\":1786540329180}").control)
        .containsExactly("shutdown server_shutdown");
  }

  @Test
  void missingFieldIsNeverAZero() {
    assertThat(Fuzz.withoutEachField(DEPTH, this::depth))
        .containsEntry("data.s", "missing_field: s")
        .containsEntry("data.U", "missing_field: U")
        .containsEntry("data.u", "missing_field: u")
        .containsEntry("data.pu", "missing_field: pu")
        .containsEntry("data.b", "missing_field: b")
        .containsEntry("data.a", "missing_field: a")
        .containsEntry("data.E", "used")
        .containsEntry("data.T", "used")
        .containsEntry("data.st", "used");
    assertThat(Fuzz.withoutEachField(AGGREGATE, this::aggregate))
        .containsEntry("data.s", "missing_field: s")
        .containsEntry("data.a", "missing_field: a")
        .containsEntry("data.p", "missing_field: p")
        .containsEntry("data.q", "missing_field: q")
        .containsEntry("data.f", "missing_field: f")
        .containsEntry("data.l", "missing_field: l")
        .containsEntry("data.T", "missing_field: T")
        .containsEntry("data.m", "missing_field: m")
        .containsEntry("data.nq", "used");
    assertThat(Fuzz.withoutEachField(SINGLE, this::single))
        .containsEntry("data.t", "missing_field: t")
        .containsEntry("data.X", "used");
  }

  @Test
  void damagedFramesAreRefusedAndNothingWorse() {
    Fuzz.neverThrowsAnythingElse(DEPTH, this::depth);
    Fuzz.neverThrowsAnythingElse(AGGREGATE, this::aggregate);
    Fuzz.neverThrowsAnythingElse(SINGLE, this::single);
  }
}
