// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitBooks.require;
import static io.marketprism.sources.venue.deribit.DeribitBooks.requireName;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.ContractMath;
import io.marketprism.model.Decimals;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.OpenInterest;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * A perpetual's {@code public/ticker}. Numbers are null where the venue did not tell them.
 *
 * @param time {@code timestamp}, ms since the epoch
 * @param currentFunding rate of funding at this moment, a fraction per 8 hours
 * @param funding8h what was exchanged within the last 8 hours, a fraction
 * @param openInterest USD for inverse perpetuals, else base units
 * @param markPrice in quote units
 * @param indexPrice in quote units
 */
record DeribitTicker(
    long time,
    BigDecimal currentFunding,
    BigDecimal funding8h,
    BigDecimal openInterest,
    BigDecimal markPrice,
    BigDecimal indexPrice) {
  private static final long FUNDING_PERIOD = Duration.ofHours(8).toMillis();
  private static final long NONE = Long.MIN_VALUE;

  /** Quote currencies whose amounts are called USD (wire contract 6.4). */
  private static final List<String> DOLLARS = List.of("-USD", "-USDC", "-USDT");

  /** Reads {@code {"result":{"instrument_name","timestamp","current_funding",…}}}. */
  static DeribitTicker of(Instrument instrument, byte[] body) throws FrameException {
    return DeribitAnswers.read(body, JsonToken.START_OBJECT, json -> read(instrument, json))
        .result();
  }

  private static DeribitTicker read(Instrument instrument, JsonParser json)
      throws IOException, MalformedDecimalException, FrameException {
    String name = null;
    long time = NONE;
    BigDecimal currentFunding = null;
    BigDecimal funding8h = null;
    BigDecimal openInterest = null;
    BigDecimal markPrice = null;
    BigDecimal indexPrice = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "instrument_name" -> name = json.getText();
        case "timestamp" -> time = Timestamps.millis(json, value, field);
        case "current_funding" -> currentFunding = number(json, value);
        case "funding_8h" -> funding8h = number(json, value);
        case "open_interest" -> openInterest = number(json, value);
        case "mark_price" -> markPrice = number(json, value);
        case "index_price" -> indexPrice = number(json, value);
        default -> json.skipChildren();
      }
    }
    require(name != null, "instrument_name", instrument);
    requireName(name, instrument);
    require(time != NONE, "timestamp", instrument);
    return new DeribitTicker(time, currentFunding, funding8h, openInterest, markPrice, indexPrice);
  }

  private static BigDecimal number(JsonParser json, JsonToken value)
      throws IOException, MalformedDecimalException {
    return value == JsonToken.VALUE_NULL ? null : Decimals.exact(json.getText());
  }

  /**
   * The funding. It is exchanged continuously, so no settlement has a time; the rate is that of the
   * moment, per 8 hours (decision 0014).
   *
   * @throws FrameException if the ticker does not tell the rate
   */
  FundingRate fundingRate(Instrument instrument, long receiveTime) throws FrameException {
    require(currentFunding != null, "current_funding", instrument);
    return new FundingRate(
        instrument,
        time,
        receiveTime,
        currentFunding,
        null,
        funding8h,
        null,
        FUNDING_PERIOD,
        FundingRate.UNKNOWN,
        FundingRate.UNKNOWN,
        FundingRate.UNKNOWN,
        markPrice,
        indexPrice,
        null);
  }

  /**
   * The open interest; converted at the mark price.
   *
   * @throws FrameException if the ticker does not tell it
   */
  OpenInterest openInterest(Instrument instrument, long receiveTime) throws FrameException {
    require(openInterest != null, "open_interest", instrument);
    boolean inDollars = DOLLARS.stream().anyMatch(instrument.symbol()::endsWith);
    return new OpenInterest(
        instrument,
        time,
        receiveTime,
        openInterest,
        ContractMath.baseQuantity(instrument, openInterest, markPrice),
        inDollars ? ContractMath.notional(instrument, openInterest, markPrice) : null,
        markPrice,
        indexPrice);
  }
}
