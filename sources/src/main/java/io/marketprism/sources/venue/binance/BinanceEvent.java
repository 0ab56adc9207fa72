// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.INVALID_TRADE;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.BookDelta;
import io.marketprism.model.DecimalParser;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.FrameScanner;
import io.marketprism.sources.venue.LevelBuffer;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;

/**
 * The fields that {@code depthUpdate} and {@code trade} events have in all of Binance's markets.
 * Reused from event to event, so that reading allocates nothing but what is handed on. Not
 * thread-safe.
 */
public class BinanceEvent {
  /** A number that the event did not hold. */
  public static final long NONE = Long.MIN_VALUE;

  private final LevelBuffer bids = new LevelBuffer();
  private final LevelBuffer asks = new LevelBuffer();
  private final DecimalParser decimal = new DecimalParser();
  private String type;
  private String symbol;
  private long eventTime;
  private long transactionTime;
  private long firstId;
  private long lastId;
  private boolean hasBids;
  private boolean hasAsks;
  private long tradeId;
  private boolean hasPrice;
  private long price;
  private int priceScale;
  private boolean hasQuantity;
  private long quantity;
  private int quantityScale;
  private boolean hasSide;
  private boolean buyerIsMaker;

  /** Forgets the event. */
  public void reset() {
    type = null;
    symbol = null;
    eventTime = NONE;
    transactionTime = NONE;
    firstId = NONE;
    lastId = NONE;
    hasBids = false;
    hasAsks = false;
    tradeId = NONE;
    hasPrice = false;
    hasQuantity = false;
    hasSide = false;
    bids.clear();
    asks.clear();
  }

  /** Reads a field, or skips one that is of no use; the parser stands at the value. */
  public void read(JsonParser json, String field, JsonToken value)
      throws IOException, MalformedDecimalException, FrameException {
    if (field.length() != 1) {
      json.skipChildren();
      return;
    }
    switch (field.charAt(0)) {
      case 'e' -> type = text(json, value);
      case 's' -> symbol = text(json, value);
      case 'E' -> eventTime = Timestamps.millis(json, value, "E");
      case 'T' -> transactionTime = Timestamps.millis(json, value, "T");
      case 'U' -> firstId = id(json, value, "U");
      case 'u' -> lastId = id(json, value, "u");
      case 't' -> tradeId = id(json, value, "t");
      case 'b' -> hasBids = levels(json, value, bids);
      case 'a' -> hasAsks = levels(json, value, asks);
      case 'p' -> {
        decimal.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        price(decimal.mantissa(), decimal.scale());
      }
      case 'q' -> {
        decimal.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        quantity(decimal.mantissa(), decimal.scale());
      }
      case 'm' -> {
        if (!value.isBoolean()) {
          throw new FrameException(INVALID_TRADE, "m is no boolean: " + json.getText());
        }
        buyerIsMaker = value == JsonToken.VALUE_TRUE;
        hasSide = true;
      }
      default -> json.skipChildren();
    }
  }

  private void price(long mantissa, int scale) {
    price = mantissa;
    priceScale = scale;
    hasPrice = true;
  }

  private void quantity(long mantissa, int scale) {
    quantity = mantissa;
    quantityScale = scale;
    hasQuantity = true;
  }

  /**
   * As {@link #read}, of the bytes themselves.
   *
   * @param field the field, as {@link FrameScanner#field()} gives it
   * @return false if the value is written in another way than the venue's
   */
  public boolean scan(FrameScanner in, int field) {
    switch (field) {
      case 'e' -> {
        type = in.text();
        return type != null;
      }
      case 's' -> {
        symbol = in.text();
        return symbol != null;
      }
      case 'E' -> {
        eventTime = in.millis();
        return eventTime >= 0;
      }
      case 'T' -> {
        transactionTime = in.millis();
        return transactionTime >= 0;
      }
      case 'U' -> {
        firstId = in.integer();
        return firstId >= 0;
      }
      case 'u' -> {
        lastId = in.integer();
        return lastId >= 0;
      }
      case 't' -> {
        tradeId = in.integer();
        return tradeId >= 0;
      }
      case 'b' -> {
        hasBids = bids.scan(in);
        return hasBids;
      }
      case 'a' -> {
        hasAsks = asks.scan(in);
        return hasAsks;
      }
      default -> {
        return scanTrade(in, field);
      }
    }
  }

  private boolean scanTrade(FrameScanner in, int field) {
    switch (field) {
      case 'p' -> {
        if (!in.decimal()) {
          return false;
        }
        price(in.mantissa(), in.scale());
      }
      case 'q' -> {
        if (!in.decimal()) {
          return false;
        }
        quantity(in.mantissa(), in.scale());
      }
      case 'm' -> {
        Boolean value = in.bool();
        if (value == null) {
          return false;
        }
        buyerIsMaker = value;
        hasSide = true;
      }
      default -> {
        return in.skipScalar();
      }
    }
    return true;
  }

  /** The text the parser stands at, or null where it is none. */
  protected static String text(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }

  /**
   * The id the parser stands at.
   *
   * @throws FrameException if it is no whole number ≥ 0
   */
  protected static long id(JsonParser json, JsonToken value, String field)
      throws IOException, FrameException {
    if (value != JsonToken.VALUE_NUMBER_INT
        || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || json.getLongValue() < 0) {
      throw new FrameException(BAD_NUMBER, field + " is no id: " + json.getText());
    }
    return json.getLongValue();
  }

  private static boolean levels(JsonParser json, JsonToken value, LevelBuffer side)
      throws IOException, MalformedDecimalException {
    side.clear();
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return false;
    }
    side.read(json);
    return true;
  }

  /** The event's type, {@code e}, or null. */
  public final String type() {
    return type;
  }

  /** The instrument's name at the venue, {@code s}, or null. */
  public final String symbol() {
    return symbol;
  }

  /** {@code E}, when the event was made, or {@link #NONE}. */
  public final long eventTime() {
    return eventTime;
  }

  /** {@code T}, when the engine acted, or {@link #NONE}. */
  public final long transactionTime() {
    return transactionTime;
  }

  /** {@code t}, or {@link #NONE}. */
  public final long tradeId() {
    return tradeId;
  }

  /**
   * The event as a change of a book.
   *
   * @param previousId id of the state before, or {@link #NONE} where the market does not tell
   * @param time the venue's time of the change
   * @throws FrameException if the event holds no whole change
   */
  public final BookDelta delta(Instrument instrument, long previousId, long time, long receiveTime)
      throws FrameException {
    require(time != NONE, "E", instrument);
    require(firstId != NONE, "U", instrument);
    require(lastId != NONE, "u", instrument);
    require(hasBids, "b", instrument);
    require(hasAsks, "a", instrument);
    if (lastId < firstId) {
      throw new FrameException(BAD_NUMBER, "u " + lastId + " < U " + firstId, instrument);
    }
    try {
      LevelBuffer.align(bids, asks);
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, e.getMessage(), instrument);
    }
    return new BookDelta(
        instrument,
        previousId,
        firstId,
        lastId,
        time,
        receiveTime,
        bids.priceScale(),
        bids.quantityScale(),
        bids.levels(),
        asks.levels());
  }

  /**
   * The event as a trade.
   *
   * @param id the trade's contiguous id, or {@link #NONE}
   * @param idField the field that the id comes from
   * @param count matches in it
   * @throws FrameException if the event holds no whole trade
   */
  public final Trade trade(
      Instrument instrument, long id, String idField, int count, long receiveTime)
      throws FrameException {
    require(id != NONE, idField, instrument);
    require(transactionTime != NONE, "T", instrument);
    require(hasPrice, "p", instrument);
    require(hasQuantity, "q", instrument);
    require(hasSide, "m", instrument);
    if (price <= 0 || quantity <= 0) {
      throw new FrameException(
          INVALID_TRADE, "price and quantity of trade " + id + " must be > 0", instrument);
    }
    return new Trade(
        instrument,
        id,
        null,
        transactionTime,
        receiveTime,
        price,
        priceScale,
        quantity,
        quantityScale,
        buyerIsMaker,
        count,
        false);
  }

  /**
   * Insists on a field.
   *
   * @throws FrameException with reason {@code missing_field} if it is not there
   */
  public static void require(boolean present, String field, Instrument instrument)
      throws FrameException {
    if (!present) {
      throw new FrameException(MISSING_FIELD, field, instrument);
    }
  }
}
