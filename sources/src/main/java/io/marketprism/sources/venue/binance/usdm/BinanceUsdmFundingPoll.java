// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Funding: {@code premiumIndex} of each instrument (USD-M "Mark Price"), and once an hour {@code
 * fundingInfo}, which lists the instruments whose interval is not 8 hours, or was not once (USD-M
 * "Get Funding Rate Info").
 */
final class BinanceUsdmFundingPoll implements PollCodec {
  private static final long REFERENCE_PERIOD_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final long USUAL_HOURS = 8;
  private static final long MOST_HOURS = 24 * 7;
  private static final long UNREADABLE = 0;

  /** Hours by symbol; null before the list was read. */
  private Map<String, Long> adjusted;

  @Override
  public RestCall call(Instrument instrument, long now) {
    return new RestCall("/fapi/v1/premiumIndex", Map.of("symbol", instrument.nativeId()), 1);
  }

  @Override
  public Optional<Reference> reference() {
    return Optional.of(
        new Reference(
            new RestCall("/fapi/v1/fundingInfo", Map.of(), 1, BinanceUsdmVenue.FUNDING_POOL),
            REFERENCE_PERIOD_MILLIS));
  }

  @Override
  public void onReference(byte[] body) throws FrameException {
    adjusted =
        Answers.read(
            body,
            JsonToken.START_ARRAY,
            json -> {
              Map<String, Long> hours = new HashMap<>();
              while (json.nextToken() == JsonToken.START_OBJECT) {
                readInterval(json, hours);
              }
              if (json.currentToken() != JsonToken.END_ARRAY) {
                throw new FrameException(MALFORMED_JSON, "an interval is no object");
              }
              return hours;
            });
  }

  private static void readInterval(JsonParser json, Map<String, Long> hours) throws IOException {
    String symbol = null;
    long interval = UNREADABLE;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if ("symbol".equals(field) && value == JsonToken.VALUE_STRING) {
        symbol = json.getText();
      } else if ("fundingIntervalHours".equals(field)
          && value == JsonToken.VALUE_NUMBER_INT
          && json.getNumberType() == JsonParser.NumberType.INT) {
        interval = json.getIntValue();
      } else {
        json.skipChildren();
      }
    }
    if (symbol != null) {
      hours.put(symbol, interval > 0 && interval <= MOST_HOURS ? interval : UNREADABLE);
    }
  }

  private long intervalMillis(Instrument instrument) {
    if (adjusted == null) {
      return FundingRate.UNKNOWN;
    }
    long hours = adjusted.getOrDefault(instrument.nativeId(), USUAL_HOURS);
    return hours == UNREADABLE ? FundingRate.UNKNOWN : TimeUnit.HOURS.toMillis(hours);
  }

  @Override
  public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
      throws FrameException {
    target.onDerivatives(
        Answers.read(body, JsonToken.START_OBJECT, json -> funding(instrument, json, receiveTime)));
  }

  private FundingRate funding(Instrument instrument, JsonParser json, long receiveTime)
      throws IOException, FrameException {
    BigDecimal rate = null;
    BigDecimal interest = null;
    BigDecimal mark = null;
    BigDecimal index = null;
    Long next = null;
    Long time = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "symbol" -> BinanceUsdmAnswer.about(instrument, json);
        case "lastFundingRate" -> rate = BinanceUsdmAnswer.decimal(json, value, field);
        case "interestRate" -> interest = BinanceUsdmAnswer.decimal(json, value, field);
        case "markPrice" -> mark = BinanceUsdmAnswer.decimal(json, value, field);
        case "indexPrice" -> index = BinanceUsdmAnswer.decimal(json, value, field);
        case "nextFundingTime" -> next = Timestamps.millis(json, value, field);
        case "time" -> time = Timestamps.millis(json, value, field);
        default -> json.skipChildren();
      }
    }
    return new FundingRate(
        instrument,
        BinanceUsdmAnswer.required(time, "time", instrument),
        receiveTime,
        BinanceUsdmAnswer.required(rate, "lastFundingRate", instrument),
        null,
        null,
        BinanceUsdmAnswer.required(interest, "interestRate", instrument),
        intervalMillis(instrument),
        BinanceUsdmAnswer.required(next, "nextFundingTime", instrument),
        FundingRate.UNKNOWN,
        FundingRate.UNKNOWN,
        BinanceUsdmAnswer.required(mark, "markPrice", instrument),
        BinanceUsdmAnswer.required(index, "indexPrice", instrument),
        null);
  }
}
