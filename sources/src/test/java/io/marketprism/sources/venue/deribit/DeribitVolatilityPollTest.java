// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitFixtures.DVOL;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.RECEIVED;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.poll;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
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

class DeribitVolatilityPollTest {
  private static final long MINUTE = 60_000;
  private static final long T = 1_786_563_060_000L;

  private final PollCodec volatility =
      DeribitPolls.of(DataType.VOLATILITY_INDEX, settings(Map.of()));

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

  private Reason refusal(String body) {
    return catchThrowableOfType(FrameException.class, () -> poll(volatility, DVOL, body)).reason();
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
    assertThat(refusal(body.replace("usOut", "x"))).isEqualTo(Reason.MISSING_FIELD);
    assertThat(refusal(candles(T, T))).isEqualTo(Reason.BAD_TIMESTAMP);
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
    assertThat(refusal(candles((T + MINUTE) * 1_000, T).replace(good, bad))).isEqualTo(reason);
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
  }
}
