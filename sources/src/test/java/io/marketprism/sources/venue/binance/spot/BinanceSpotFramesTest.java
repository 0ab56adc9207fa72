// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketprism.model.BookDelta;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.binance.BinanceEvent;
import io.marketprism.sources.venue.binance.Fuzz;
import io.marketprism.sources.venue.binance.Received;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinanceSpotFramesTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final Instrument ETH = Instrument.spot("binance", "ETH-USDT", "ETHUSDT");

  private static final String DEPTH =
      """
      {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT",\
      "U":157,"u":160,"b":[["61737.63000000","0.00000000"],["61730.1","2.5"]],\
      "a":[["61838.00000000","1.54698000"]]}}""";

  private static final String TRADE =
      """
      {"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255343,"s":"BTCUSDT",\
      "t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true}}""";

  private final BinanceSpotFrames books =
      new BinanceSpotFrames("wss://stream.binance.com:9443/", DataType.ORDERBOOK);
  private final BinanceSpotFrames trades =
      new BinanceSpotFrames("wss://stream.binance.com:9443", DataType.TRADE);

  @BeforeEach
  void expectInstruments() {
    books.expect(List.of(BTC, ETH));
    trades.expect(List.of(BTC, ETH));
  }

  private Received decode(String frame) throws FrameException {
    return new Received().frame(books, frame);
  }

  private FrameException refusal(String frame) {
    return catchThrowableOfType(FrameException.class, () -> decode(frame));
  }

  @Test
  void subscribesInLowerCaseOnTheCombinedStreams() {
    assertThat(books.uri()).isEqualTo(URI.create("wss://stream.binance.com:9443/stream"));
    assertThat(books.subscribe(7, List.of(BTC, ETH)))
        .isEqualTo(
            "{\"method\":\"SUBSCRIBE\",\"params\":"
                + "[\"btcusdt@depth@100ms\",\"ethusdt@depth@100ms\"],\"id\":7}");
    assertThat(trades.unsubscribe(8, List.of(ETH)))
        .isEqualTo("{\"method\":\"UNSUBSCRIBE\",\"params\":[\"ethusdt@trade\"],\"id\":8}");
    assertThat(books.isWholeMarket()).isFalse();
    assertThat(books.keepAlive()).isNull();
  }

  @Test
  void depthUpdateIsADelta() throws FrameException {
    assertThat(decode(DEPTH).deltas)
        .containsExactly(
            new BookDelta(
                BTC,
                BinanceEvent.NONE,
                157,
                160,
                1_723_161_255_208L,
                Received.AT,
                2,
                5,
                new Levels(new long[] {6_173_763, 6_173_010}, new long[] {0, 250_000}, 2),
                new Levels(new long[] {6_183_800}, new long[] {154_698}, 1)));
  }

  @Test
  void tradeOfABuyingMakerIsASell() throws FrameException {
    assertThat(new Received().frame(trades, TRADE).trades)
        .containsExactly(
            new Trade(
                BTC,
                3_735_683_259L,
                null,
                1_723_161_255_342L,
                Received.AT,
                6_183_763,
                2,
                2,
                2,
                true,
                1,
                false));
    assertThat(new Received().frame(trades, TRADE.replace("\"m\":true", "\"m\":false")).trades)
        .noneMatch(Trade::sell);
  }

  @Test
  void eventWithoutAWrapperIsRead() throws FrameException {
    String data = DEPTH.substring(DEPTH.indexOf("\"data\":") + 7, DEPTH.length() - 1);
    assertThat(decode(data).deltas).hasSize(1);
  }

  @Test
  void nothingOfOneEventRemainsInTheNext() throws FrameException {
    decode(DEPTH);
    assertThat(refusal(DEPTH.replace("\"U\":157,", "")).getMessage()).isEqualTo("U");
    assertThat(
            decode(
                    DEPTH
                        .replace("[\"61730.1\",\"2.5\"]", "")
                        .replace("\"0.00000000\"],", "\"0.00000000\"]"))
                .deltas
                .get(0)
                .bids()
                .size())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"result\":null,\"id\":3}; accepted 3",
        "{\"code\":2,\"msg\":\"Invalid request\",\"id\":4}; refused 4: code 2: Invalid request",
        "{\"id\":5,\"error\":{\"code\":2,\"msg\":\"Bad\"}}; refused 5: code 2: Bad",
        "{\"error\":{\"code\":3,\"msg\":\"Invalid JSON\"},\"id\":null};"
            + " refused 0: code 3: Invalid JSON",
        "{\"error\":\"no\",\"id\":6}; refused 6: no",
        "{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\",\"E\":1790000000000}};"
            + " shutdown server_shutdown",
        "{\"e\":\"serverShutdown\",\"E\":1790000000000}; shutdown server_shutdown",
      })
  void controlMessagesAreTold(String frame, String told) throws FrameException {
    assertThat(decode(frame).control).containsExactly(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"U\":157; \"U\":161; BAD_NUMBER",
        "\"U\":157; \"U\":-1; BAD_NUMBER",
        "\"u\":160; \"u\":1.5; BAD_NUMBER",
        "\"u\":160; \"u\":99999999999999999999; BAD_NUMBER",
        "\"E\":1723161255208; \"E\":1723161255; BAD_TIMESTAMP",
        "\"E\":1723161255208; \"E\":1723161255208000; BAD_TIMESTAMP",
        "\"2.5\"; \"-2.5\"; BAD_NUMBER",
        "\"2.5\"; \"NaN\"; BAD_NUMBER",
        "\"2.5\"; null; BAD_NUMBER",
        "depthUpdate; kline; UNKNOWN_MESSAGE",
        "]}}; ]}; MALFORMED_JSON",
        "]}}; ]}}{}; MALFORMED_JSON",
      })
  void refusalNamesTheReasonAndTheInstrument(String part, String damaged, Reason reason) {
    FrameException refusal = refusal(DEPTH.replace(part, damaged));
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.instrument()).isEqualTo(BTC);
  }

  @Test
  void instrumentIsKnownFromTheStreamsNameToo() {
    FrameException refusal = refusal(DEPTH.replace("\"s\":\"BTCUSDT\",", ""));
    assertThat(refusal.reason()).isEqualTo(Reason.MISSING_FIELD);
    assertThat(refusal.getMessage()).isEqualTo("s");
    assertThat(refusal.instrument()).isEqualTo(BTC);
  }

  @Test
  void symbolThatWasNotAskedForIsUnknown() {
    FrameException refusal = refusal(DEPTH.replace("BTCUSDT", "XRPUSDT").replace("btc", "xrp"));
    assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_SYMBOL);
    assertThat(refusal.instrument()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "61837.63000000, 0.00000000, INVALID_TRADE",
    "61837.63000000, -61837.63, INVALID_TRADE",
    "0.02000000, 0, INVALID_TRADE",
    "0.02000000, x, BAD_NUMBER",
  })
  void tradeWithoutAPriceOrAQuantityIsRefused(String part, String damaged, Reason reason) {
    assertThatThrownBy(() -> new Received().frame(trades, TRADE.replace(part, damaged)))
        .isInstanceOfSatisfying(
            FrameException.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  @Test
  void missingFieldIsNeverAZero() {
    assertThat(Fuzz.withoutEachField(DEPTH, this::decode))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "stream", "used",
                "data", "unknown_message: neither an event nor an answer",
                "data.e", "unknown_message: neither an event nor an answer",
                "data.E", "missing_field: E",
                "data.s", "missing_field: s",
                "data.U", "missing_field: U",
                "data.u", "missing_field: u",
                "data.b", "missing_field: b",
                "data.a", "missing_field: a"));
    assertThat(Fuzz.withoutEachField(TRADE, frame -> new Received().frame(trades, frame)))
        .containsEntry("data.t", "missing_field: t")
        .containsEntry("data.p", "missing_field: p")
        .containsEntry("data.q", "missing_field: q")
        .containsEntry("data.T", "missing_field: T")
        .containsEntry("data.m", "missing_field: m")
        .containsEntry("data.s", "missing_field: s")
        .containsEntry("data.E", "used")
        .containsEntry("data.M", "used");
  }

  @Test
  void damagedFramesAreRefusedAndNothingWorse() {
    Fuzz.neverThrowsAnythingElse(DEPTH, this::decode);
    Fuzz.neverThrowsAnythingElse(TRADE, frame -> new Received().frame(trades, frame));
    Fuzz.neverThrowsAnythingElse("{\"code\":2,\"msg\":\"no\",\"id\":4}", this::decode);
  }
}
