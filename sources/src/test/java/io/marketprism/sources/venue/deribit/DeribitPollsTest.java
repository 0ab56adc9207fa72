// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitFixtures.BTC;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.DVOL;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.RECEIVED;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.SOL;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.poll;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.settings;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.VolatilityIndex;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeribitPollsTest {
  private static final String TICKER =
      """
      {"jsonrpc":"2.0","result":{"timestamp":1786563120494,"state":"open",\
      "stats":{"high":64422,"low":63261},"index_price":63329.18,\
      "instrument_name":"BTC-PERPETUAL","open_interest":716004750,"mark_price":63346.33,\
      "current_funding":2.081e-05,"funding_8h":0.00010036},"usIn":1,"usOut":2,"usDiff":1}""";
  private static final long MINUTE = 60_000;
  private static final long T = 1_786_563_060_000L;

  private final PollCodec funding = DeribitPolls.of(DataType.FUNDING_RATE, settings(Map.of()));
  private final PollCodec interest = DeribitPolls.of(DataType.OPEN_INTEREST, settings(Map.of()));
  private final PollCodec books = DeribitPolls.of(DataType.ORDERBOOK, settings(Map.of()));
  private final PollCodec volatility =
      DeribitPolls.of(DataType.VOLATILITY_INDEX, settings(Map.of()));

  private static Reason refusal(PollCodec codec, Instrument instrument, String body) {
    return catchThrowableOfType(FrameException.class, () -> poll(codec, instrument, body)).reason();
  }

  @Test
  void tickerIsAskedForByInstrument() {
    assertThat(funding.call(BTC, 0))
        .isEqualTo(
            new RestCall("/api/v2/public/ticker", Map.of("instrument_name", "BTC-PERPETUAL"), 500));
    assertThat(interest.call(SOL, 0).query()).containsValue("SOL_USDC-PERPETUAL");
  }

  @Test
  void fundingIsTheRateOfTheMomentPerEightHoursAndHasNoTimeOfSettlement() throws Exception {
    assertThat(poll(funding, BTC, TICKER).events)
        .containsExactly(
            new FundingRate(
                BTC,
                1_786_563_120_494L,
                RECEIVED,
                new BigDecimal("0.00002081"),
                null,
                new BigDecimal("0.00010036"),
                null,
                28_800_000,
                FundingRate.UNKNOWN,
                FundingRate.UNKNOWN,
                FundingRate.UNKNOWN,
                new BigDecimal("63346.33"),
                new BigDecimal("63329.18"),
                null));
  }

  @Test
  void openInterestOfAnInversePerpetualIsInDollars() throws Exception {
    assertThat(poll(interest, BTC, TICKER).events)
        .containsExactly(
            new OpenInterest(
                BTC,
                1_786_563_120_494L,
                RECEIVED,
                new BigDecimal("716004750"),
                new BigDecimal("11303.01865949"),
                new BigDecimal("716004750"),
                new BigDecimal("63346.33"),
                new BigDecimal("63329.18")));
  }

  @Test
  void openInterestOfALinearPerpetualIsInTheBaseCoin() throws Exception {
    String body =
        """
        {"result":{"timestamp":1786563120494,"instrument_name":"SOL_USDC-PERPETUAL",\
        "open_interest":1234.5,"mark_price":200.1,"index_price":null}}""";
    OpenInterest found = (OpenInterest) poll(interest, SOL, body).events.get(0);
    assertThat(found.amount()).isEqualTo(new BigDecimal("1234.5"));
    assertThat(found.baseAmount()).isEqualTo(new BigDecimal("1234.5"));
    assertThat(found.usdAmount()).isEqualByComparingTo("247023.45");
    assertThat(found.indexPrice()).isNull();
  }

  @Test
  void amountInAnotherCurrencyIsNotCalledDollars() throws Exception {
    Instrument euro = DeribitInstruments.byName("BTC_EURR-PERPETUAL");
    String body = TICKER.replace("BTC-PERPETUAL", "BTC_EURR-PERPETUAL");
    assertThat(((OpenInterest) poll(interest, euro, body).events.get(0)).usdAmount()).isNull();
  }

  @Test
  void whatTheVenueDoesNotTellIsNotZero() throws Exception {
    assertThat(refusal(funding, BTC, TICKER.replace("current_funding", "x")))
        .isEqualTo(Reason.MISSING_FIELD);
    assertThat(refusal(interest, BTC, TICKER.replace("open_interest", "x")))
        .isEqualTo(Reason.MISSING_FIELD);
    assertThat(refusal(funding, BTC, TICKER.replace("timestamp", "x")))
        .isEqualTo(Reason.MISSING_FIELD);
    assertThat(refusal(funding, BTC, TICKER.replace("1786563120494", "1786563120")))
        .isEqualTo(Reason.BAD_TIMESTAMP);
    assertThat(refusal(funding, BTC, TICKER.replace("2.081e-05", "\"\"")))
        .isEqualTo(Reason.BAD_NUMBER);
    assertThat(refusal(funding, SOL, TICKER)).isEqualTo(Reason.UNKNOWN_SYMBOL);
    FundingRate bare =
        (FundingRate)
            poll(funding, BTC, TICKER.replace("funding_8h", "x").replace("mark_price", "y"))
                .events
                .get(0);
    assertThat(bare.settledRate()).isNull();
    assertThat(bare.markPrice()).isNull();
  }

  @Test
  void errorIsNoAnswer() {
    String error =
        "{\"jsonrpc\":\"2.0\",\"error\":{\"message\":\"Invalid params\",\"code\":-32602}}";
    assertThatThrownBy(() -> poll(funding, BTC, error))
        .isInstanceOf(FrameException.class)
        .hasMessage("error -32602: Invalid params");
    assertThat(refusal(funding, BTC, "{}")).isEqualTo(Reason.MISSING_FIELD);
    assertThat(refusal(funding, BTC, "{\"result\":[]}")).isEqualTo(Reason.MALFORMED_JSON);
    assertThat(refusal(funding, BTC, TICKER.substring(0, TICKER.length() - 1)))
        .isEqualTo(Reason.MALFORMED_JSON);
  }

  @Test
  void wholeBookCarriesItsIdAndTime() throws Exception {
    String body =
        """
        {"result":{"timestamp":1786563104500,"instrument_name":"BTC-PERPETUAL",\
        "change_id":53639437695,"bids":[[63344,2.2e3],[63343.5,10]],"asks":[[63344.5,40]]}}""";
    BookSnapshot book = poll(books, BTC, body).snapshots.get(0);
    assertThat(text(book))
        .isEqualTo("53639437695 t1786563104500 | 63344@2200 63343.5@10 | 63344.5@40");
    assertThat(book.bidsComplete()).isTrue();
    for (String field : List.of("timestamp", "instrument_name", "change_id", "bids", "asks")) {
      assertThat(refusal(books, BTC, body.replace(field, "x"))).isEqualTo(Reason.MISSING_FIELD);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "100,100", "400,1000", "1000,1000", "20000,10000"})
  void depthIsOneThatTheVenueOffers(int wanted, String depth) {
    assertThat(DeribitBooks.INSTANCE.snapshotCall(BTC, wanted))
        .isEqualTo(
            new RestCall(
                "/api/v2/public/get_order_book",
                Map.of("instrument_name", "BTC-PERPETUAL", "depth", depth),
                500));
  }

  @Test
  void sideAsLongAsTheDepthMayGoOn() throws Exception {
    String body =
        "{\"result\":{\"timestamp\":1786563104500,\"instrument_name\":\"BTC-PERPETUAL\","
            + "\"change_id\":1,\"bids\":[[2,1]],\"asks\":[]}}";
    BookSnapshot book =
        DeribitBooks.INSTANCE.snapshot(
            BTC, body.getBytes(java.nio.charset.StandardCharsets.UTF_8), 1, RECEIVED);
    assertThat(book.bidsComplete()).isFalse();
    assertThat(book.asksComplete()).isTrue();
  }

  private static String candles(long sentMicros, long... starts) {
    StringBuilder body = new StringBuilder("{\"jsonrpc\":\"2.0\",\"result\":{\"data\":[");
    for (long start : starts) {
      body.append(start == starts[0] ? "" : ",")
          .append('[')
          .append(start)
          .append(",42.2,42.21,42.15,42.170]");
    }
    return body.append("],\"continuation\":null},\"usIn\":1,\"usOut\":")
        .append(sentMicros)
        .append('}')
        .toString();
  }

  private List<Long> openTimes(String body) throws FrameException {
    return poll(volatility, DVOL, body).events.stream()
        .map(event -> ((VolatilityIndex) event).openTime())
        .toList();
  }

  @Test
  void everyCompletedCandleIsHandedOverOldestFirst() throws Exception {
    assertThat(openTimes(candles((T + MINUTE) * 1_000, T, T - 2 * MINUTE, T - MINUTE)))
        .containsExactly(T - 2 * MINUTE, T - MINUTE, T);
    assertThat(poll(volatility, DVOL, candles((T + MINUTE) * 1_000, T)).events)
        .containsExactly(
            new VolatilityIndex(
                DVOL,
                T,
                60,
                RECEIVED,
                new BigDecimal("42.2"),
                new BigDecimal("42.21"),
                new BigDecimal("42.15"),
                new BigDecimal("42.17")));
  }

  @Test
  void formingCandleIsNotHandedOver() throws Exception {
    assertThat(openTimes(candles((T + MINUTE) * 1_000 - 1, T - MINUTE, T)))
        .containsExactly(T - MINUTE);
    assertThat(openTimes(candles((T + MINUTE) * 1_000))).isEmpty();
  }

  @Test
  void venuesOwnClockDecidesAndIsAlsoReadFromAString() throws Exception {
    String body = candles((T + MINUTE) * 1_000, T);
    assertThat(openTimes(body.replaceFirst("(\"usOut\":)(\\d+)", "$1\"$2\""))).containsExactly(T);
    assertThat(refusal(volatility, DVOL, body.replace("usOut", "x")))
        .isEqualTo(Reason.MISSING_FIELD);
    assertThat(refusal(volatility, DVOL, candles(T, T))).isEqualTo(Reason.BAD_TIMESTAMP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "42.15,42.170 | 42.15 | MISSING_FIELD",
        "42.15,42.170 | null,42.17 | MISSING_FIELD",
        "42.15,42.170 | 42.15,0 | BAD_NUMBER",
        "42.15,42.170 | 42.15,\"x\" | BAD_NUMBER",
        "1786563060000 | 1786563060 | BAD_TIMESTAMP",
        "\"data\" | \"x\" | MISSING_FIELD",
        "[1786563060000 | 7,[1786563060000 | MALFORMED_JSON",
      })
  void answerWithABadCandleIsRefused(String good, String bad, Reason reason) {
    assertThat(refusal(volatility, DVOL, candles((T + MINUTE) * 1_000, T).replace(good, bad)))
        .isEqualTo(reason);
  }

  @Test
  void candlesOfTheLastTenMinutesAreAskedFor() {
    assertThat(volatility.call(DVOL, T))
        .isEqualTo(
            new RestCall(
                "/api/v2/public/get_volatility_index_data",
                Map.of(
                    "currency",
                    "BTC",
                    "start_timestamp",
                    Long.toString(T - 10 * MINUTE),
                    "end_timestamp",
                    Long.toString(T),
                    "resolution",
                    "60"),
                500));
  }

  @ParameterizedTest
  @CsvSource({"1,1,600", "3600,3600,10800", "1D,86400,259200"})
  void windowHoldsACompletedCandleOfAnyResolution(String resolution, int seconds, long window)
      throws Exception {
    PollCodec codec =
        DeribitPolls.of(
            DataType.VOLATILITY_INDEX, settings(Map.of("volatility-resolution", resolution)));
    assertThat(codec.call(DVOL, T).query())
        .containsEntry("start_timestamp", Long.toString(T - window * 1_000))
        .containsEntry("resolution", resolution);
    VolatilityIndex candle =
        (VolatilityIndex)
            poll(codec, DVOL, candles((T + seconds * 1_000L) * 1_000, T)).events.get(0);
    assertThat(candle.resolutionSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "60s", ""})
  void resolutionIsOneOfTheVenues(String resolution) {
    assertThatThrownBy(
            () ->
                DeribitPolls.of(
                    DataType.VOLATILITY_INDEX,
                    settings(Map.of("volatility-resolution", resolution))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("volatility-resolution");
  }

  @Test
  void channelOfTheIndexIsNoSourceOfCandles() {
    assertThatThrownBy(
            () ->
                DeribitPolls.of(
                    DataType.VOLATILITY_INDEX, settings(Map.of("volatility-source", "websocket"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("volatility-source");
    assertThatThrownBy(() -> DeribitPolls.of(DataType.TRADE, settings(Map.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
