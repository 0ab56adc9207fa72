// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.FundingRate;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.OpenInterest;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.binance.Fuzz;
import io.marketprism.sources.venue.binance.Received;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceUsdmPollsTest {
  private static final String PREMIUM =
      """
      {"symbol":"BTCUSDT","markPrice":"63973.34210000","indexPrice":"63980.11000000",\
      "estimatedSettlePrice":"63990.1","lastFundingRate":"-0.00003246",\
      "nextFundingTime":1786550400000,"interestRate":"0.00010000","time":1786540329176}""";

  private static final String INTEREST =
      "{\"openInterest\":\"10659.509\",\"symbol\":\"BTCUSDT\",\"time\":1786540329176}";

  private static final String RATIO =
      """
      [{"symbol":"BTCUSDT","longShortRatio":"1.4342","longAccount":"0.5891",\
      "shortAccount":"0.4109","timestamp":1786540200000}]""";

  private static PollCodec codec(DataType dataType) {
    return BinanceUsdmPolls.of(dataType, Usdm.settings(Map.of()));
  }

  private static Received decode(DataType dataType, String body) throws FrameException {
    return new Received().answer(codec(dataType), Usdm.BTC, body);
  }

  private static Reason refusal(DataType dataType, String body) {
    return catchThrowableOfType(FrameException.class, () -> decode(dataType, body)).reason();
  }

  @Test
  void fundingIsAskedForEachInstrumentAndIntervalsOnceAnHour() {
    PollCodec codec = codec(DataType.FUNDING_RATE);
    assertThat(codec.call(Usdm.BTC, 0))
        .isEqualTo(new RestCall("/fapi/v1/premiumIndex", Map.of("symbol", "BTCUSDT"), 1));
    assertThat(codec.reference())
        .contains(
            new PollCodec.Reference(
                new RestCall("/fapi/v1/fundingInfo", Map.of(), 1, "funding-info"), 3_600_000));
  }

  private static FundingRate funding(String intervals) throws FrameException {
    PollCodec codec = codec(DataType.FUNDING_RATE);
    if (intervals != null) {
      codec.onReference(intervals.getBytes(UTF_8));
    }
    return (FundingRate) new Received().answer(codec, Usdm.BTC, PREMIUM).events.get(0);
  }

  @Test
  void premiumIndexIsFunding() throws FrameException {
    assertThat(funding("[]"))
        .isEqualTo(
            new FundingRate(
                Usdm.BTC,
                1_786_540_329_176L,
                Received.AT,
                new BigDecimal("-0.00003246"),
                null,
                null,
                new BigDecimal("0.0001"),
                8 * 3_600_000L,
                1_786_550_400_000L,
                FundingRate.UNKNOWN,
                FundingRate.UNKNOWN,
                new BigDecimal("63973.3421"),
                new BigDecimal("63980.11"),
                null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[{\"symbol\":\"BTCUSDT\",\"fundingIntervalHours\":4}]; 4",
        "[{\"symbol\":\"ETHUSDT\",\"fundingIntervalHours\":4}]; 8",
        "[{\"fundingIntervalHours\":1,\"disclaimer\":false,\"symbol\":\"BTCUSDT\"}]; 1",
      })
  void intervalIsEightHoursWhereNoneIsListed(String intervals, int hours) throws FrameException {
    assertThat(funding(intervals).intervalMillis()).isEqualTo(hours * 3_600_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"symbol\":\"BTCUSDT\"}]",
        "[{\"symbol\":\"BTCUSDT\",\"fundingIntervalHours\":0}]",
        "[{\"symbol\":\"BTCUSDT\",\"fundingIntervalHours\":\"x\"}]",
        "[{\"symbol\":\"BTCUSDT\",\"fundingIntervalHours\":99999999999}]",
      })
  void intervalThatCannotBeReadIsUnknownNotEight(String intervals) throws FrameException {
    assertThat(funding(intervals).intervalMillis()).isEqualTo(FundingRate.UNKNOWN);
  }

  @Test
  void intervalIsUnknownBeforeTheListIsRead() throws FrameException {
    assertThat(funding(null).intervalMillis()).isEqualTo(FundingRate.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"-0.00003246\"; \"\"; MISSING_FIELD",
        "\"-0.00003246\"; null; MISSING_FIELD",
        "\"-0.00003246\"; \"x\"; BAD_NUMBER",
        "1786550400000; 0; BAD_TIMESTAMP",
        "1786540329176; \"now\"; BAD_TIMESTAMP",
        "BTCUSDT; ETHUSDT; UNKNOWN_SYMBOL",
      })
  void fundingThatCannotBeIsRefused(String part, String damaged, Reason reason) {
    assertThat(refusal(DataType.FUNDING_RATE, PREMIUM.replace(part, damaged))).isEqualTo(reason);
  }

  @Test
  void openInterestIsWorthItsMarkPrice() throws FrameException {
    PollCodec codec = codec(DataType.OPEN_INTEREST);
    assertThat(codec.call(Usdm.BTC, 0))
        .isEqualTo(new RestCall("/fapi/v1/openInterest", Map.of("symbol", "BTCUSDT"), 1));
    assertThat(codec.reference())
        .contains(
            new PollCodec.Reference(new RestCall("/fapi/v1/premiumIndex", Map.of(), 10), 30_000));
    codec.onReference(('[' + PREMIUM + ']').getBytes(UTF_8));
    assertThat(new Received().answer(codec, Usdm.BTC, INTEREST).events)
        .containsExactly(
            new OpenInterest(
                Usdm.BTC,
                1_786_540_329_176L,
                Received.AT,
                new BigDecimal("10659.509"),
                new BigDecimal("10659.509"),
                new BigDecimal("10659.509").multiply(new BigDecimal("63973.3421")),
                new BigDecimal("63973.3421"),
                new BigDecimal("63980.11")));
  }

  @Test
  void markOfAnotherTimeOrInstrumentIsNotUsed() throws FrameException {
    for (String marks :
        List.of(
            "[]",
            '[' + PREMIUM.replace("1786540329176", "1786540269175") + ']',
            '[' + PREMIUM.replace("BTCUSDT", "ETHUSDT") + ']',
            '[' + PREMIUM.replace("63973.34210000", "") + ']')) {
      PollCodec codec = codec(DataType.OPEN_INTEREST);
      codec.onReference(marks.getBytes(UTF_8));
      OpenInterest interest =
          (OpenInterest) new Received().answer(codec, Usdm.BTC, INTEREST).events.get(0);
      assertThat(interest.amount()).isEqualTo(new BigDecimal("10659.509"));
      assertThat(interest.usdAmount()).isNull();
      assertThat(interest.markPrice()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LSR_TOP_POSITION, /futures/data/topLongShortPositionRatio",
    "LSR_ALL_ACCOUNT, /futures/data/globalLongShortAccountRatio"
  })
  void ratiosHaveEndpointsOfTheirOwnInAPoolOfTheirOwn(DataType dataType, String path)
      throws FrameException {
    assertThat(codec(dataType).call(Usdm.BTC, 0))
        .isEqualTo(
            new RestCall(
                path,
                Map.of("symbol", "BTCUSDT", "period", "5m", "limit", "1"),
                1,
                "futures-data"));
    assertThat(decode(dataType, RATIO).events)
        .containsExactly(
            new LongShortRatio(
                Usdm.BTC,
                dataType,
                1_786_540_200_000L,
                Received.AT,
                new BigDecimal("1.4342"),
                new BigDecimal("0.5891"),
                new BigDecimal("0.4109"),
                "5m"));
  }

  @Test
  void ratiosTimeMayBeText() throws FrameException {
    String body = RATIO.replace("1786540200000", "\"1786540200000\"");
    assertThat(decode(DataType.LSR_ALL_ACCOUNT, body).events.get(0).eventTime())
        .isEqualTo(1_786_540_200_000L);
  }

  @Test
  void newestOfSeveralPeriodsIsTaken() throws FrameException {
    String row = RATIO.substring(1, RATIO.length() - 1);
    String body =
        '['
            + row.replace("40200000", "39900000")
            + ','
            + row
            + ','
            + row.replace("40200000", "39600000")
            + ']';
    assertThat(decode(DataType.LSR_ALL_ACCOUNT, body).events)
        .extracting(event -> event.eventTime())
        .containsExactly(1_786_540_200_000L);
  }

  @Test
  void emptyRatioIsNoErrorAndNoData() throws FrameException {
    assertThat(decode(DataType.LSR_ALL_ACCOUNT, "[]").size()).isZero();
  }

  @Test
  void ratioBelowOneIsStillLongOverShort() throws FrameException {
    String body = RATIO.replace("1.4342", "0.9718");
    assertThat(((LongShortRatio) decode(DataType.LSR_TOP_POSITION, body).events.get(0)).ratio())
        .isEqualTo(new BigDecimal("0.9718"));
  }

  @Test
  void periodIsTheConfiguredOne() throws FrameException {
    PollCodec hourly =
        BinanceUsdmPolls.of(DataType.LSR_ALL_ACCOUNT, Usdm.settings(Map.of("ratio-period", "1h")));
    assertThat(hourly.call(Usdm.BTC, 0).query()).containsEntry("period", "1h");
    assertThat(
            ((LongShortRatio) new Received().answer(hourly, Usdm.BTC, RATIO).events.get(0))
                .period())
        .isEqualTo("1h");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                BinanceUsdmPolls.of(
                    DataType.LSR_ALL_ACCOUNT, Usdm.settings(Map.of("ratio-period", "7m"))))
        .withMessageContaining("7m");
  }

  @Test
  void missingFieldIsNeverAZero() {
    assertThat(Fuzz.withoutEachField(PREMIUM, body -> decode(DataType.FUNDING_RATE, body)))
        .containsEntry("lastFundingRate", "missing_field: lastFundingRate")
        .containsEntry("interestRate", "missing_field: interestRate")
        .containsEntry("markPrice", "missing_field: markPrice")
        .containsEntry("indexPrice", "missing_field: indexPrice")
        .containsEntry("nextFundingTime", "missing_field: nextFundingTime")
        .containsEntry("time", "missing_field: time")
        .containsEntry("estimatedSettlePrice", "used");
    assertThat(Fuzz.withoutEachField(INTEREST, body -> decode(DataType.OPEN_INTEREST, body)))
        .containsEntry("openInterest", "missing_field: openInterest")
        .containsEntry("time", "missing_field: time");
    assertThat(Fuzz.withoutEachField(RATIO, body -> decode(DataType.LSR_TOP_POSITION, body)))
        .containsEntry("0.longShortRatio", "missing_field: longShortRatio")
        .containsEntry("0.longAccount", "missing_field: longAccount")
        .containsEntry("0.shortAccount", "missing_field: shortAccount")
        .containsEntry("0.timestamp", "missing_field: timestamp");
  }

  @Test
  void damagedAnswersAreRefusedAndNothingWorse() {
    Fuzz.neverThrowsAnythingElse(PREMIUM, body -> decode(DataType.FUNDING_RATE, body));
    Fuzz.neverThrowsAnythingElse(INTEREST, body -> decode(DataType.OPEN_INTEREST, body));
    Fuzz.neverThrowsAnythingElse(RATIO, body -> decode(DataType.LSR_TOP_POSITION, body));
    Fuzz.neverThrowsAnythingElse(
        "[{\"symbol\":\"BTCUSDT\",\"fundingIntervalHours\":4}]",
        BinanceUsdmPollsTest::readIntervals);
    Fuzz.neverThrowsAnythingElse(
        '[' + PREMIUM + ']',
        body -> {
          codec(DataType.OPEN_INTEREST).onReference(body.getBytes(UTF_8));
          return new Received();
        });
  }

  private static Received readIntervals(String body) throws FrameException {
    codec(DataType.FUNDING_RATE).onReference(body.getBytes(UTF_8));
    return new Received();
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"TRADE", "LIQUIDATION", "VOLATILITY_INDEX"},
      mode = Mode.INCLUDE)
  void whatIsStreamedOrUnknownIsNotPolled(DataType dataType) {
    assertThatIllegalArgumentException().isThrownBy(() -> codec(dataType));
  }
}
