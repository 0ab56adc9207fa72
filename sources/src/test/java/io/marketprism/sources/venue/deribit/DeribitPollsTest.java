// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitFixtures.BTC;
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
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeribitPollsTest {
  private static final String TICKER =
      """
      {"jsonrpc":"2.0","result":{"timestamp":1786563120494,"state":"open",\
      "stats":{"high":64422,"low":63261},"index_price":63329.18,\
      "instrument_name":"BTC-PERPETUAL","open_interest":716004750,"mark_price":63346.33,\
      "current_funding":2.081e-05,"funding_8h":0.00010036},"usIn":1,"usOut":2,"usDiff":1}""";

  private final PollCodec funding = DeribitPolls.of(DataType.FUNDING_RATE, settings(Map.of()));
  private final PollCodec interest = DeribitPolls.of(DataType.OPEN_INTEREST, settings(Map.of()));
  private final PollCodec books = DeribitPolls.of(DataType.ORDERBOOK, settings(Map.of()));

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
        DeribitBooks.INSTANCE.snapshot(BTC, body.getBytes(StandardCharsets.UTF_8), 1, RECEIVED);
    assertThat(book.bidsComplete()).isFalse();
    assertThat(book.asksComplete()).isTrue();
  }

  @Test
  void tradesAreNotPolled() {
    assertThatThrownBy(() -> DeribitPolls.of(DataType.TRADE, settings(Map.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
