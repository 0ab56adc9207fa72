// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.INVALID_SIDE;
import static io.marketprism.model.DeadLetter.Reason.INVALID_TRADE;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Decimals;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * One {@code forceOrder} event as it is read: texts first, what they mean when the event is whole,
 * so that one event that cannot be used does not spoil its neighbours. Not thread-safe.
 */
final class BinanceUsdmForcedOrder {
  private String type;
  private String family;
  private String symbol;
  private String side;
  private String status;
  private String price;
  private String averagePrice;
  private String quantity;
  private String filled;
  private long time;
  private FrameException badTime;

  void reset() {
    type = null;
    family = null;
    symbol = null;
    side = null;
    status = null;
    price = null;
    averagePrice = null;
    quantity = null;
    filled = null;
    time = 0;
    badTime = null;
  }

  /** Reads a field of the event; the parser stands at the value. */
  void read(JsonParser json, String field, JsonToken value) throws IOException {
    switch (field) {
      case "e" -> type = text(json, value);
      case "st" -> family = text(json, value);
      case "o" -> {
        if (value == JsonToken.START_OBJECT) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            readOrder(json, json.currentName(), json.nextToken());
          }
        } else {
          json.skipChildren();
        }
      }
      default -> json.skipChildren();
    }
  }

  private void readOrder(JsonParser json, String field, JsonToken value) throws IOException {
    switch (field) {
      case "s" -> symbol = text(json, value);
      case "S" -> side = text(json, value);
      case "X" -> status = text(json, value);
      case "p" -> price = text(json, value);
      case "ap" -> averagePrice = text(json, value);
      case "q" -> quantity = text(json, value);
      case "z" -> filled = text(json, value);
      case "st" -> family = text(json, value);
      case "T" -> {
        try {
          time = Timestamps.millis(json, value, "T");
        } catch (FrameException e) {
          badTime = e;
        }
        json.skipChildren();
      }
      default -> json.skipChildren();
    }
  }

  private static String text(JsonParser json, JsonToken value) throws IOException {
    if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }

  /** {@code e}, or null. */
  String type() {
    return type;
  }

  /** {@code st}: 1 for USD-M, 2 for COIN-M, or null. */
  String family() {
    return family;
  }

  /**
   * {@code s}.
   *
   * @throws FrameException if there is none
   */
  String symbol() throws FrameException {
    return required(symbol, "s", null);
  }

  /**
   * What the event says.
   *
   * @param wholeMarket whether all instruments of the market are collected, not a list
   * @throws FrameException if a field is missing or cannot be
   */
  Liquidation liquidation(Instrument instrument, long receiveTime, boolean wholeMarket)
      throws FrameException {
    if (badTime != null) {
      throw new FrameException(badTime.reason(), badTime.getMessage(), instrument);
    }
    if (time == 0) {
      throw new FrameException(MISSING_FIELD, "T", instrument);
    }
    boolean sell = isSell(instrument);
    BigDecimal average = decimal(averagePrice, "ap", instrument);
    if (average != null && average.signum() == 0) {
      // Nothing was filled yet.
      average = null;
    }
    BigDecimal used =
        average != null ? average : decimal(required(price, "p", instrument), "p", instrument);
    BigDecimal amount = decimal(required(quantity, "q", instrument), "q", instrument);
    if (used.signum() == 0 || amount.signum() == 0) {
      throw new FrameException(
          INVALID_TRADE, "price and quantity of a forced order must be > 0", instrument);
    }
    return new Liquidation(
        instrument,
        "binance_" + time + '_' + instrument.nativeId() + '_' + (sell ? "sell" : "buy"),
        time,
        receiveTime,
        sell,
        null,
        status(instrument),
        used,
        amount,
        decimal(filled, "z", instrument),
        average,
        null,
        wholeMarket);
  }

  private boolean isSell(Instrument instrument) throws FrameException {
    return switch (required(side, "S", instrument)) {
      case "SELL" -> true;
      case "BUY" -> false;
      default -> throw new FrameException(INVALID_SIDE, "S: '" + side + "'", instrument);
    };
  }

  /** Order states of USD-M "Public Endpoints Info", "Order status". */
  private Liquidation.Status status(Instrument instrument) throws FrameException {
    return switch (required(status, "X", instrument).toUpperCase(Locale.ROOT)) {
      case "FILLED" -> Liquidation.Status.FILLED;
      case "PARTIALLY_FILLED" -> Liquidation.Status.PARTIALLY_FILLED;
      case "CANCELED", "EXPIRED", "EXPIRED_IN_MATCH", "REJECTED" -> Liquidation.Status.CANCELLED;
      case "NEW", "NEW_INSURANCE", "NEW_ADL" -> Liquidation.Status.PENDING;
      default -> throw new FrameException(UNKNOWN_MESSAGE, "X: '" + status + "'", instrument);
    };
  }

  private static BigDecimal decimal(String text, String field, Instrument instrument)
      throws FrameException {
    if (text == null) {
      return null;
    }
    try {
      BigDecimal value = Decimals.exact(text);
      if (value.signum() < 0) {
        throw new FrameException(INVALID_TRADE, field + ": " + text, instrument);
      }
      return value;
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, field + ": " + e.getMessage(), instrument);
    }
  }

  private static String required(String text, String field, Instrument instrument)
      throws FrameException {
    if (text == null) {
      throw new FrameException(MISSING_FIELD, field, instrument);
    }
    return text;
  }
}
