// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.model.DataType;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.MarketType;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.QuantityUnit;
import io.marketprism.model.VolatilityIndex;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows where a venue does not tell, and what stays open. */
class DerivativesEncoderTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final long EVENT = 1_786_540_329_176L;
  private static final long COLLECTED = EVENT + 40;
  private static final long PUBLISHED = EVENT + 45;
  private static final Instrument OF_UNKNOWN_SIZE =
      new Instrument(
          "okx", MarketType.PERPETUAL, "BTC-USDT", "BTC-USDT-SWAP", QuantityUnit.CONTRACTS, null);

  private final DerivativesEncoder encoder = new DerivativesEncoder(WireOptions.DEFAULT);

  @Test
  void anEventWithoutTheVenuesTimeSaysSoAndHasNoMessageId() throws IOException {
    for (DerivativesEvent event :
        List.of(
            funding(0, null, null, null, FundingRate.UNKNOWN),
            interest(Goldens.BINANCE_PERPETUAL, 0, "1", null, null),
            liquidation(Goldens.BINANCE_PERPETUAL, 0, "1", "1"),
            ratio(0, "1"))) {
      WireMessage message = encoder.encode(event, PUBLISHED);
      JsonNode read = JACKSON.readTree(message.payload());
      assertThat(message.messageId()).as(message.subject()).isNull();
      assertThat(read.get("ts_source").textValue()).isEqualTo("local");
      assertThat(read.get("ts_ms").longValue()).isEqualTo(COLLECTED);
    }
  }

  @Test
  void inPublishTimeModeTheIdsAreTheSame() throws IOException {
    DerivativesEncoder publishTime = new DerivativesEncoder(new WireOptions(false, true));
    for (DerivativesEvent event :
        List.of(
            funding(EVENT, null, null, null, FundingRate.UNKNOWN),
            liquidation(Goldens.BINANCE_PERPETUAL, EVENT, "1", "1"),
            ratio(EVENT, "1"))) {
      WireMessage message = publishTime.encode(event, PUBLISHED);
      JsonNode read = JACKSON.readTree(message.payload());
      assertThat(message.messageId())
          .isNotNull()
          .isEqualTo(encoder.encode(event, PUBLISHED + 1).messageId());
      assertThat(read.get("ts_ms").longValue()).isEqualTo(PUBLISHED);
      assertThat(read.get("event_ts_ms").longValue()).isEqualTo(EVENT);
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "28800000, 8h",
        "14400000, 4h",
        "3600000, 1h",
        "86400000, 24h",
        "1800000, 30m",
        "5400000, 90m",
        "60000, 1m",
        "61000, null",
        "0, null",
        "-28800000, null",
      })
  void fundingIntervalsAreHoursOrMinutes(long interval, String text) throws IOException {
    JsonNode read = read(funding(EVENT, null, null, null, interval));
    assertThat(read.get("funding_interval").textValue()).isEqualTo(text);
    assertThat(read.get("following_funding_ts_ms").isNull()).isEqualTo(interval <= 0);
  }

  @Test
  void settlementsOfAnUnknownIntervalAreNotInvented() throws IOException {
    JsonNode read = read(funding(EVENT, null, null, null, FundingRate.UNKNOWN));
    assertThat(read.get("next_funding_ts_ms").longValue()).isEqualTo(EVENT + 1_000);
    for (String key :
        List.of(
            "funding_interval",
            "funding_ts_ms",
            "following_funding_ts_ms",
            "mark_price",
            "premium_index",
            "premium_rate")) {
      assertThat(read.get(key).isNull()).as(key).isTrue();
    }
  }

  @Test
  void aPremiumFollowsFromMarkAndIndexUnlessTheVenueNamesIt() throws IOException {
    JsonNode computed = read(funding(EVENT, "3", "2.9", null, FundingRate.UNKNOWN));
    assertThat(computed.get("premium_index").asText()).isEqualTo("0.1");
    assertThat(computed.get("premium_rate").decimalValue()).isEqualByComparingTo("0.034482758621");

    JsonNode named = read(funding(EVENT, "3", "2", "0.7", FundingRate.UNKNOWN));
    assertThat(named.get("premium_index").asText()).isEqualTo("1");
    assertThat(named.get("premium_rate").asText()).isEqualTo("0.7");

    JsonNode without = read(funding(EVENT, "3", null, "0.7", FundingRate.UNKNOWN));
    assertThat(without.get("premium_index").isNull()).isTrue();
    assertThat(without.get("premium_rate").asText()).isEqualTo("0.7");

    assertThat(
            read(funding(EVENT, "3", "0", null, FundingRate.UNKNOWN)).get("premium_rate").isNull())
        .isTrue();
  }

  @Test
  void numbersArePlainWhateverFormTheyCameIn() {
    String text =
        text(
            new OpenInterest(
                Goldens.BINANCE_PERPETUAL,
                EVENT,
                COLLECTED,
                new BigDecimal("1.50E+7"),
                new BigDecimal("0E-12"),
                new BigDecimal("1E-12"),
                new BigDecimal("-100.000"),
                null));
    assertThat(text)
        .contains("\"open_interest\":15000000,")
        .contains("\"open_interest_base\":0,")
        .contains("\"open_interest_usd\":0.000000000001,")
        .contains("\"mark_price\":-100,");
  }

  @Test
  void openInterestInBaseUnitsFollowsFromTheContract() throws IOException {
    JsonNode linear = read(interest(Goldens.OKX_PERPETUAL, EVENT, "250", null, null));
    assertThat(linear.get("open_interest_base").asText()).isEqualTo("2.5");
    assertThat(linear.get("open_interest_unit").textValue()).isEqualTo("contracts");
    JsonNode named = read(interest(Goldens.OKX_PERPETUAL, EVENT, "250", "2.4", null));
    assertThat(named.get("open_interest_base").asText()).isEqualTo("2.4");
    JsonNode inverse = read(interest(Goldens.DERIBIT_PERPETUAL, EVENT, "250", null, "50000"));
    assertThat(inverse.get("open_interest_base").asText()).isEqualTo("0.005");
    for (OpenInterest unknown :
        List.of(
            interest(OF_UNKNOWN_SIZE, EVENT, "250", null, "50000"),
            interest(Goldens.DERIBIT_PERPETUAL, EVENT, "250", null, null))) {
      assertThat(read(unknown).get("open_interest_base").isNull()).isTrue();
    }
  }

  @Test
  void aLiquidationIsWorthItsBaseQuantityOrItsContracts() throws IOException {
    JsonNode inverse = read(liquidation(Goldens.DERIBIT_PERPETUAL, EVENT, "64000", "640"));
    assertThat(inverse.get("base_quantity").asText()).isEqualTo("0.01");
    assertThat(inverse.get("notional_value").asText()).isEqualTo("640");
    JsonNode unknown = read(liquidation(OF_UNKNOWN_SIZE, EVENT, "64000", "640"));
    assertThat(unknown.get("base_quantity").isNull()).isTrue();
    assertThat(unknown.get("notional_value").isNull()).isTrue();
    assertThat(unknown.get("filled_quantity").isNull()).isTrue();
    assertThat(unknown.has("average_price")).isFalse();
    assertThat(unknown.has("bankruptcy_price")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "1, 0.5, 0.5", "3, 0.75, 0.25", "0.5, 0.33333333, 0.66666667"})
  void sharesFollowFromTheRatioAlsoBelowOne(String ratio, String longShare, String shortShare)
      throws IOException {
    JsonNode read = read(ratio(EVENT, ratio));
    assertThat(read.get("long_account_ratio").textValue()).isEqualTo(longShare);
    assertThat(read.get("short_account_ratio").textValue()).isEqualTo(shortShare);
  }

  @Test
  void noSharesFollowFromWhatIsNoRatio() throws IOException {
    JsonNode read = read(ratio(EVENT, "-1"));
    assertThat(read.get("long_account_ratio").isNull()).isTrue();
    assertThat(read.get("short_account_ratio").isNull()).isTrue();
  }

  @Test
  void aRevisedRatioIsAMessageOfItsOwnAndARepeatedOneIsNot() {
    String first = encoder.encode(ratio(EVENT, "1.2"), PUBLISHED).messageId();
    assertThat(encoder.encode(ratio(EVENT, "1.20"), PUBLISHED + 20_000).messageId())
        .isEqualTo(first);
    assertThat(encoder.encode(ratio(EVENT, "1.21"), PUBLISHED).messageId()).isNotEqualTo(first);
  }

  @Test
  void candlesOfOtherResolutionsAreOtherMessages() {
    WireMessage hourly =
        encoder.encode(
            new VolatilityIndex(
                Goldens.DERIBIT_VOLATILITY,
                1_786_561_200_000L,
                3_600,
                COLLECTED,
                BigDecimal.ONE,
                BigDecimal.ONE,
                BigDecimal.ONE,
                BigDecimal.ONE),
            PUBLISHED);
    assertThat(hourly.messageId())
        .isEqualTo("volatility_index:deribit:options:BTC:1786564800000:3600");
    assertThat(new String(hourly.payload(), UTF_8)).endsWith("\"resolution\":\"3600\"}");
  }

  private JsonNode read(DerivativesEvent event) throws IOException {
    return JACKSON.readTree(encoder.encode(event, PUBLISHED).payload());
  }

  private String text(DerivativesEvent event) {
    return new String(encoder.encode(event, PUBLISHED).payload(), UTF_8);
  }

  private static FundingRate funding(
      long time, String mark, String index, String premiumRate, long interval) {
    return new FundingRate(
        Goldens.BINANCE_PERPETUAL,
        time,
        COLLECTED,
        BigDecimal.ONE,
        null,
        null,
        null,
        interval,
        EVENT + 1_000,
        FundingRate.UNKNOWN,
        FundingRate.UNKNOWN,
        number(mark),
        number(index),
        number(premiumRate));
  }

  private static OpenInterest interest(
      Instrument instrument, long time, String amount, String base, String mark) {
    return new OpenInterest(
        instrument, time, COLLECTED, number(amount), number(base), null, number(mark), null);
  }

  private static Liquidation liquidation(
      Instrument instrument, long time, String price, String quantity) {
    return new Liquidation(
        instrument,
        "venue_1",
        time,
        COLLECTED,
        true,
        null,
        Liquidation.Status.PENDING,
        number(price),
        number(quantity),
        null,
        null,
        null,
        false);
  }

  private static LongShortRatio ratio(long time, String ratio) {
    return new LongShortRatio(
        Goldens.OKX_PERPETUAL,
        DataType.LSR_ALL_ACCOUNT,
        time,
        COLLECTED,
        number(ratio),
        null,
        null,
        "5m");
  }

  private static BigDecimal number(String text) {
    return text == null ? null : new BigDecimal(text);
  }
}
