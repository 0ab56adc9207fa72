// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.LongShortRatio;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;

/**
 * Long-short ratios of the trading statistics: {@code [["ts","ratio"],…]}, of which the newest is
 * taken (OKX API v5, "Trading Statistics"; venue rules 6). An instrument without statistics has an
 * empty list.
 */
final class OkxRatioPoll implements PollCodec {
  private final DataType dataType;
  private final String path;
  private final String period;
  private final boolean ofCurrency;
  private final OkxNewestAnswers newest = new OkxNewestAnswers();

  private OkxRatioPoll(DataType dataType, String path, String period, boolean ofCurrency) {
    this.dataType = dataType;
    this.path = path;
    this.period = period;
    this.ofCurrency = ofCurrency;
  }

  /** Of one contract each. */
  static OkxRatioPoll ofContract(DataType dataType, String path, String period) {
    return new OkxRatioPoll(dataType, path, period, false);
  }

  /** Of all contracts of the instrument's base currency together. */
  static OkxRatioPoll ofCurrency(DataType dataType, String path, String period) {
    return new OkxRatioPoll(dataType, path, period, true);
  }

  @Override
  public RestCall call(Instrument instrument, long now) {
    if (ofCurrency) {
      String symbol = instrument.symbol();
      String currency = symbol.substring(0, symbol.indexOf('-'));
      return new RestCall(
          path, Map.of("ccy", currency, "period", period), 1, OkxLimits.RATIO_OF_CURRENCY);
    }
    return new RestCall(
        path, Map.of("instId", instrument.nativeId(), "period", period, "limit", "1"), 1);
  }

  @Override
  public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
      throws FrameException {
    LongShortRatio[] latest = new LongShortRatio[1];
    OkxAnswers.arrays(
        body,
        json -> {
          LongShortRatio ratio = ratio(instrument, json, receiveTime);
          if (latest[0] == null || ratio.eventTime() > latest[0].eventTime()) {
            latest[0] = ratio;
          }
        });
    if (latest[0] != null && newest.take(instrument, latest[0].eventTime())) {
      target.onDerivatives(latest[0]);
    }
  }

  private LongShortRatio ratio(Instrument instrument, JsonParser json, long receiveTime)
      throws IOException, FrameException {
    String time = element(json);
    String text = time == null ? null : element(json);
    OkxFields.require(time != null, "ts", instrument);
    OkxFields.require(text != null, "ratio", instrument);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      json.skipChildren();
    }
    BigDecimal ratio = OkxRow.exact(text, "ratio", instrument);
    if (ratio.signum() < 0) {
      throw new FrameException(BAD_NUMBER, "ratio: " + text, instrument);
    }
    return new LongShortRatio(
        instrument,
        dataType,
        OkxRow.millis(time, "ts", instrument),
        receiveTime,
        ratio,
        null,
        null,
        published(period));
  }

  /** The period as all venues are published: OKX writes hours in capitals, with their time zone. */
  private static String published(String period) {
    return period.replace("utc", "").toLowerCase(Locale.ROOT);
  }

  /** The next scalar of the array, or null at its end. */
  private static String element(JsonParser json) throws IOException, FrameException {
    JsonToken value = json.nextToken();
    if (value == JsonToken.END_ARRAY) {
      return null;
    }
    if (!value.isScalarValue()) {
      throw new FrameException(MALFORMED_JSON, "an entry of data holds " + value);
    }
    return OkxFields.text(json, value);
  }
}
