// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.model.OpenInterest;
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

/**
 * Open interest of each instrument, in base units (USD-M "Open Interest"). Its worth in USD takes
 * the mark price of the list of all marks, asked for every half minute; a mark more than a minute
 * away from the open interest by the venue's own times is not used.
 */
final class BinanceUsdmInterestPoll implements PollCodec {
  private static final long MARKS_PERIOD_MILLIS = 30_000;
  private static final long MARK_AGE_MILLIS = 60_000;

  private record Mark(BigDecimal price, BigDecimal index, long time) {}

  private Map<String, Mark> marks = Map.of();

  @Override
  public RestCall call(Instrument instrument, long now) {
    return new RestCall("/fapi/v1/openInterest", Map.of("symbol", instrument.nativeId()), 1);
  }

  @Override
  public Optional<Reference> reference() {
    return Optional.of(
        new Reference(new RestCall("/fapi/v1/premiumIndex", Map.of(), 10), MARKS_PERIOD_MILLIS));
  }

  @Override
  public void onReference(byte[] body) throws FrameException {
    marks =
        Answers.read(
            body,
            JsonToken.START_ARRAY,
            json -> {
              Map<String, Mark> bySymbol = new HashMap<>();
              while (json.nextToken() == JsonToken.START_OBJECT) {
                readMark(json, bySymbol);
              }
              if (json.currentToken() != JsonToken.END_ARRAY) {
                throw new FrameException(MALFORMED_JSON, "a mark price is no object");
              }
              return bySymbol;
            });
  }

  private static void readMark(JsonParser json, Map<String, Mark> bySymbol)
      throws IOException, FrameException {
    String symbol = null;
    BigDecimal price = null;
    BigDecimal index = null;
    long time = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "symbol" -> symbol = json.getText();
        case "markPrice" -> price = BinanceUsdmAnswer.decimal(json, value, field);
        case "indexPrice" -> index = BinanceUsdmAnswer.decimal(json, value, field);
        case "time" -> time = Timestamps.millis(json, value, field);
        default -> json.skipChildren();
      }
    }
    if (symbol != null && price != null && price.signum() > 0 && time != 0) {
      bySymbol.put(symbol, new Mark(price, index, time));
    }
  }

  @Override
  public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
      throws FrameException {
    target.onDerivatives(
        Answers.read(
            body, JsonToken.START_OBJECT, json -> interest(instrument, json, receiveTime)));
  }

  private OpenInterest interest(Instrument instrument, JsonParser json, long receiveTime)
      throws IOException, FrameException {
    BigDecimal amount = null;
    Long time = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "symbol" -> BinanceUsdmAnswer.about(instrument, json);
        case "openInterest" -> amount = BinanceUsdmAnswer.decimal(json, value, field);
        case "time" -> time = Timestamps.millis(json, value, field);
        default -> json.skipChildren();
      }
    }
    BinanceUsdmAnswer.required(amount, "openInterest", instrument);
    BinanceUsdmAnswer.required(time, "time", instrument);
    if (amount.signum() < 0) {
      throw new FrameException(BAD_NUMBER, "openInterest: " + amount.toPlainString(), instrument);
    }
    Mark mark = marks.get(instrument.nativeId());
    boolean usable = mark != null && Math.abs(time - mark.time()) <= MARK_AGE_MILLIS;
    return new OpenInterest(
        instrument,
        time,
        receiveTime,
        amount,
        amount,
        usable ? amount.multiply(mark.price()) : null,
        usable ? mark.price() : null,
        usable ? mark.index() : null);
  }
}
