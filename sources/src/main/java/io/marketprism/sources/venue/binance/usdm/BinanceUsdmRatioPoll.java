// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.LongShortRatio;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Long-short ratios (USD-M "Top Trader Long/Short Ratio (Positions)", "Long/Short Ratio"). The
 * fields of both are named after accounts; in the first they are shares of positions. The newest
 * period is taken; an empty answer means that the venue has none and is no error.
 */
final class BinanceUsdmRatioPoll implements PollCodec {
  static final String DEFAULT_PERIOD = "5m";

  private static final List<String> PERIODS =
      List.of("5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d");

  private final DataType dataType;
  private final String path;
  private final String period;

  /**
   * @param period one of the venue's periods
   * @throws IllegalArgumentException if it is none
   */
  BinanceUsdmRatioPoll(DataType dataType, String period) {
    if (!PERIODS.contains(period)) {
      throw new IllegalArgumentException("ratio-period '" + period + "', allowed: " + PERIODS);
    }
    this.dataType = dataType;
    this.path =
        dataType == DataType.LSR_TOP_POSITION
            ? "/futures/data/topLongShortPositionRatio"
            : "/futures/data/globalLongShortAccountRatio";
    this.period = period;
  }

  @Override
  public RestCall call(Instrument instrument, long now) {
    return new RestCall(
        path,
        Map.of("symbol", instrument.nativeId(), "period", period, "limit", "1"),
        1,
        BinanceUsdmVenue.STATISTICS_POOL);
  }

  @Override
  public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
      throws FrameException {
    LongShortRatio newest =
        Answers.read(
            body,
            JsonToken.START_ARRAY,
            json -> {
              LongShortRatio last = null;
              while (json.nextToken() == JsonToken.START_OBJECT) {
                LongShortRatio next = ratio(instrument, json, receiveTime);
                if (last == null || next.eventTime() >= last.eventTime()) {
                  last = next;
                }
              }
              if (json.currentToken() != JsonToken.END_ARRAY) {
                throw new FrameException(MALFORMED_JSON, "a ratio is no object", instrument);
              }
              return last;
            });
    if (newest != null) {
      target.onDerivatives(newest);
    }
  }

  private LongShortRatio ratio(Instrument instrument, JsonParser json, long receiveTime)
      throws IOException, FrameException {
    BigDecimal ratio = null;
    BigDecimal longShare = null;
    BigDecimal shortShare = null;
    Long time = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "symbol" -> BinanceUsdmAnswer.about(instrument, json);
        case "longShortRatio" -> ratio = notNegative(json, value, field, instrument);
        case "longAccount" -> longShare = notNegative(json, value, field, instrument);
        case "shortAccount" -> shortShare = notNegative(json, value, field, instrument);
        case "timestamp" -> time = Timestamps.millis(json, value, field);
        default -> json.skipChildren();
      }
    }
    return new LongShortRatio(
        instrument,
        dataType,
        BinanceUsdmAnswer.required(time, "timestamp", instrument),
        receiveTime,
        BinanceUsdmAnswer.required(ratio, "longShortRatio", instrument),
        BinanceUsdmAnswer.required(longShare, "longAccount", instrument),
        BinanceUsdmAnswer.required(shortShare, "shortAccount", instrument),
        period);
  }

  private static BigDecimal notNegative(
      JsonParser json, JsonToken value, String field, Instrument instrument)
      throws IOException, FrameException {
    BigDecimal decimal = BinanceUsdmAnswer.decimal(json, value, field);
    if (decimal != null && decimal.signum() < 0) {
      throw new FrameException(BAD_NUMBER, field + ": " + decimal.toPlainString(), instrument);
    }
    return decimal;
  }
}
