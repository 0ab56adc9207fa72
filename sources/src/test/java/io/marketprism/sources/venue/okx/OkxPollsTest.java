// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.sources.venue.okx.OkxFixture.BTC_SWAP;
import static io.marketprism.sources.venue.okx.OkxFixture.ETH_SWAP;
import static io.marketprism.sources.venue.okx.OkxFixture.RECEIVED;
import static io.marketprism.sources.venue.okx.OkxFixture.settings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Integrity;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.OpenInterest;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OkxPollsTest {
  private static final String FUNDING =
      "{\"formulaType\":\"withRate\",\"fundingRate\":\"0.0000182221218054\","
          + "\"fundingTime\":\"1743609600000\",\"impactValue\":\"\",\"instId\":\"BTC-USDT-SWAP\","
          + "\"instType\":\"SWAP\",\"interestRate\":\"\",\"method\":\"current_period\","
          + "\"nextFundingRate\":\"\",\"nextFundingTime\":\"1743638400000\","
          + "\"premium\":\"0.0000910113652644\",\"prevFundingTime\":\"1743580800000\","
          + "\"settFundingRate\":\"0.0000145824401745\",\"settState\":\"settled\","
          + "\"ts\":\"1743588686291\"}";
  private static final String INTEREST =
      "{\"instId\":\"BTC-USDT-SWAP\",\"instType\":\"SWAP\",\"oi\":\"2125419.18\","
          + "\"oiCcy\":\"21254.1918\",\"oiUsd\":\"2000000000.5\",\"ts\":\"1743588686291\"}";
  private static final String BOOK =
      "{\"asks\":[[\"41006.8\",\"0.60038921\",\"0\",\"1\"]],"
          + "\"bids\":[[\"41006.3\",\"0.30178218\",\"0\",\"2\"]],"
          + "\"ts\":\"1629966436396\",\"seqId\":3235851742}";

  private static PollCodec poll(DataType dataType) {
    return OkxVenue.derivatives().poll(dataType, settings(Map.of()));
  }

  private static Told answered(PollCodec poll, String... entries) throws FrameException {
    Told told = new Told();
    poll.decode(BTC_SWAP, answer(entries), RECEIVED, told);
    return told;
  }

  private static byte[] answer(String... entries) {
    return ("{\"code\":\"0\",\"msg\":\"\",\"data\":[" + String.join(",", entries) + "]}")
        .getBytes(UTF_8);
  }

  @Test
  void fundingRateIsWhatIsExchangedAtTheNextSettlement() throws FrameException {
    PollCodec poll = poll(DataType.FUNDING_RATE);
    assertCall(poll, "/api/v5/public/funding-rate", Map.of("instId", "BTC-USDT-SWAP"));
    assertThat(answered(poll, FUNDING).derivatives)
        .containsExactly(
            new FundingRate(
                BTC_SWAP,
                1_743_588_686_291L,
                RECEIVED,
                new BigDecimal("0.0000182221218054"),
                null,
                new BigDecimal("0.0000145824401745"),
                null,
                28_800_000,
                1_743_609_600_000L,
                1_743_580_800_000L,
                1_743_638_400_000L,
                null,
                null,
                new BigDecimal("0.0000910113652644")));
  }

  @Test
  void whatTheVenueDoesNotTellOfFundingIsNeverAZero() throws FrameException {
    String bare =
        "{\"fundingRate\":\"-0.0001\",\"fundingTime\":\"1743609600000\",\"nextFundingTime\":\"\","
            + "\"instId\":\"BTC-USDT-SWAP\",\"ts\":\"1743588686291\"}";
    assertThat(answered(poll(DataType.FUNDING_RATE), bare).derivatives)
        .singleElement()
        .isInstanceOfSatisfying(
            FundingRate.class,
            funding -> {
              assertThat(funding.rate()).isEqualByComparingTo("-0.0001");
              assertThat(funding.intervalMillis()).isEqualTo(FundingRate.UNKNOWN);
              assertThat(funding.previousFundingTime()).isEqualTo(FundingRate.UNKNOWN);
              assertThat(funding.followingFundingTime()).isEqualTo(FundingRate.UNKNOWN);
              assertThat(funding.settledRate()).isNull();
              assertThat(funding.premiumRate()).isNull();
            });
    for (String field : new String[] {"fundingRate", "fundingTime", "ts", "instId"}) {
      assertRefused(
          DataType.FUNDING_RATE,
          answer(bare.replace('"' + field + '"', "\"x\"")),
          Reason.MISSING_FIELD);
    }
  }

  @Test
  void openInterestIsInContractsCoinsAndDollars() throws FrameException {
    PollCodec poll = poll(DataType.OPEN_INTEREST);
    assertCall(
        poll,
        "/api/v5/public/open-interest",
        Map.of("instType", "SWAP", "instId", "BTC-USDT-SWAP"));
    assertThat(answered(poll, INTEREST).derivatives)
        .containsExactly(
            new OpenInterest(
                BTC_SWAP,
                1_743_588_686_291L,
                RECEIVED,
                new BigDecimal("2125419.18"),
                new BigDecimal("21254.1918"),
                new BigDecimal("2000000000.5"),
                null,
                null));
    assertRefused(
        DataType.OPEN_INTEREST, answer(INTEREST.replace("\"oi\"", "\"x\"")), Reason.MISSING_FIELD);
    assertRefused(
        DataType.OPEN_INTEREST, answer(INTEREST.replace("2125419", "-1")), Reason.BAD_NUMBER);
  }

  @Test
  void ratiosAreTheNewestOfTheirPeriodAndAlwaysLongToShort() throws FrameException {
    PollCodec top = poll(DataType.LSR_TOP_POSITION);
    assertCall(
        top,
        "/api/v5/rubik/stat/contracts/long-short-position-ratio-contract-top-trader",
        Map.of("instId", "BTC-USDT-SWAP", "period", "5m", "limit", "1"));
    assertThat(
            answered(top, "[\"1786540200000\",\"0.97\"]", "[\"1786539900000\",\"1.2\"]")
                .derivatives)
        .containsExactly(ratio(DataType.LSR_TOP_POSITION, "0.97", "5m"));

    PollCodec all =
        OkxVenue.derivatives()
            .poll(DataType.LSR_ALL_ACCOUNT, settings(Map.of("ratio-period", "1H")));
    assertCall(
        all,
        "/api/v5/rubik/stat/contracts/long-short-account-ratio-contract",
        Map.of("instId", "BTC-USDT-SWAP", "period", "1H", "limit", "1"));
    assertThat(answered(all, "[\"1786540200000\",\"0.9718379446640316\"]").derivatives)
        .containsExactly(ratio(DataType.LSR_ALL_ACCOUNT, "0.9718379446640316", "1h"));
    assertThat(answered(all).derivatives).isEmpty();
    assertRefused(DataType.LSR_ALL_ACCOUNT, answer("[\"1786540200000\"]"), Reason.MISSING_FIELD);
    assertRefused(
        DataType.LSR_ALL_ACCOUNT, answer("[\"1786540200000\",\"-1\"]"), Reason.BAD_NUMBER);
    assertRefused(DataType.LSR_ALL_ACCOUNT, answer("{}"), Reason.MALFORMED_JSON);
  }

  @Test
  void allAccountRatioCanBeThatOfTheCurrency() {
    PollCodec poll =
        OkxVenue.derivatives()
            .poll(DataType.LSR_ALL_ACCOUNT, settings(Map.of("lsr-scope", "currency")));
    assertCall(
        poll,
        "/api/v5/rubik/stat/contracts/long-short-account-ratio",
        Map.of("ccy", "BTC", "period", "5m"));
    assertThat(OkxLimits.ALL.pools()).containsKey(poll.call(BTC_SWAP, RECEIVED).pool());
  }

  private static LongShortRatio ratio(DataType dataType, String ratio, String period) {
    return new LongShortRatio(
        BTC_SWAP,
        dataType,
        1_786_540_200_000L,
        RECEIVED,
        new BigDecimal(ratio),
        null,
        null,
        period);
  }

  @Test
  void polledBookIsASnapshotOfItsOwn() throws FrameException {
    PollCodec poll = poll(DataType.ORDERBOOK);
    assertCall(poll, "/api/v5/market/books", Map.of("instId", "BTC-USDT-SWAP", "sz", "100"));
    assertThat(OkxLimits.ALL.pools()).containsKey(poll.call(BTC_SWAP, RECEIVED).pool());
    Told told = answered(poll, BOOK);
    assertThat(told.words)
        .containsExactly(
            "snapshot BTC-USDT-SWAP 3235851742 [41006.3x0.30178218][41006.8x0.60038921]");
    BookSnapshot book = told.snapshots.get(0);
    assertThat(book.eventTime()).isEqualTo(1_629_966_436_396L);
    assertThat(book.integrity()).isEqualTo(Integrity.SNAPSHOT);
    assertThat(book.bidsComplete()).isTrue();
    for (String field : new String[] {"asks", "bids", "ts", "seqId"}) {
      assertRefused(
          DataType.ORDERBOOK,
          answer(BOOK.replace('"' + field + '"', "\"x\"")),
          Reason.MISSING_FIELD);
    }
  }

  @Test
  void snapshotForTheStreamIsTheWholeWindow() throws FrameException {
    RestCall call = OkxBooks.INSTANCE.snapshotCall(BTC_SWAP, 1_000);
    assertThat(call.path()).isEqualTo("/api/v5/market/books");
    assertThat(call.query())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("instId", "BTC-USDT-SWAP", "sz", "400", "source", "0"));
    BookSnapshot book = OkxBooks.INSTANCE.snapshot(BTC_SWAP, answer(BOOK), 1, RECEIVED);
    assertThat(book.updateId()).isEqualTo(3_235_851_742L);
    assertThat(book.integrity()).isEqualTo(Integrity.SEQUENCE);
    assertThat(book.bidsComplete()).isTrue();
  }

  @Test
  void whatWasToldIsNotTakenBackByAnOlderCacheUnlessItPersists() throws FrameException {
    PollCodec poll = poll(DataType.OPEN_INTEREST);
    String older = INTEREST.replace("1743588686291", "1743588686290");
    assertThat(answered(poll, INTEREST).derivatives).hasSize(1);
    for (int i = 0; i < 9; i++) {
      assertThat(answered(poll, older).derivatives).isEmpty();
    }
    assertThat(answered(poll, older).derivatives).hasSize(1);
    assertThat(answered(poll, INTEREST).derivatives).hasSize(1);
  }

  @Test
  void errorWithStatus200IsAnError() {
    byte[] error =
        "{\"code\":\"51001\",\"msg\":\"Instrument ID does not exist\",\"data\":[]}".getBytes(UTF_8);
    for (DataType dataType :
        new DataType[] {
          DataType.ORDERBOOK,
          DataType.FUNDING_RATE,
          DataType.OPEN_INTEREST,
          DataType.LSR_TOP_POSITION,
          DataType.LSR_ALL_ACCOUNT
        }) {
      assertThatThrownBy(() -> poll(dataType).decode(BTC_SWAP, error, RECEIVED, new Told()))
          .isInstanceOfSatisfying(
              FrameException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_MESSAGE);
                assertThat(e).hasMessage("code 51001: Instrument ID does not exist");
              });
    }
  }

  @Test
  void answerForAnotherInstrumentOrForNoneIsRefused() {
    assertThatThrownBy(
            () ->
                poll(DataType.OPEN_INTEREST)
                    .decode(ETH_SWAP, answer(INTEREST), RECEIVED, new Told()))
        .isInstanceOfSatisfying(
            FrameException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SYMBOL));
    assertRefused(DataType.OPEN_INTEREST, answer(), Reason.MISSING_FIELD);
    assertRefused(DataType.OPEN_INTEREST, answer(INTEREST, INTEREST), Reason.UNKNOWN_MESSAGE);
    assertRefused(DataType.OPEN_INTEREST, "<html>".getBytes(UTF_8), Reason.MALFORMED_JSON);
    assertRefused(DataType.OPEN_INTEREST, "{}".getBytes(UTF_8), Reason.MISSING_FIELD);
  }

  @Test
  void optionsThatTheVenueDoesNotKnowAreConfigurationErrors() {
    for (Map<String, String> options :
        List.of(Map.of("ratio-period", "7m"), Map.of("lsr-scope", "market"))) {
      assertThatThrownBy(
              () -> OkxVenue.derivatives().poll(DataType.LSR_ALL_ACCOUNT, settings(options)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(options.keySet().iterator().next());
    }
    assertThatThrownBy(() -> poll(DataType.TRADE)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertCall(PollCodec poll, String path, Map<String, String> query) {
    RestCall call = poll.call(BTC_SWAP, RECEIVED);
    assertThat(call.path()).isEqualTo(path);
    assertThat(call.query()).containsExactlyInAnyOrderEntriesOf(query);
  }

  private static void assertRefused(DataType dataType, byte[] answer, Reason reason) {
    Told told = new Told();
    assertThatThrownBy(() -> poll(dataType).decode(BTC_SWAP, answer, RECEIVED, told))
        .isInstanceOfSatisfying(
            FrameException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThat(told.words).isEmpty();
  }
}
