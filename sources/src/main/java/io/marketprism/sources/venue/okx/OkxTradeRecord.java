// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.ILLEGAL_ID;
import static io.marketprism.model.DeadLetter.Reason.INVALID_SIDE;
import static io.marketprism.model.DeadLetter.Reason.INVALID_TRADE;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.DeadLetter;
import io.marketprism.model.DecimalParser;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.FrameScanner;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;

/**
 * One trade as channels and REST API write it: {@code
 * {"instId","tradeId","px","sz","side","ts","count","source"}}. What is wrong with it is kept until
 * it is asked for, so that the records after it can be read. Reused from record to record. Not
 * thread-safe.
 */
final class OkxTradeRecord implements FrameScanner.Fields {
  private static final long NONE = Long.MIN_VALUE;

  private final DecimalParser decimal = new DecimalParser();
  private String instId;
  private long id;
  private long time;
  private int count;
  private boolean hasPrice;
  private long price;
  private int priceScale;
  private boolean hasQuantity;
  private long quantity;
  private int quantityScale;
  private boolean hasSide;
  private boolean sell;
  private FrameException problem;

  private void clear() {
    instId = null;
    id = NONE;
    time = NONE;
    count = 1;
    hasPrice = false;
    hasQuantity = false;
    hasSide = false;
    problem = null;
  }

  /** As {@link #read}, of the bytes themselves; false if they are written in another way. */
  boolean scan(FrameScanner in) {
    clear();
    return in.object(this);
  }

  @Override
  public boolean scan(FrameScanner in, String field) {
    switch (field) {
      case "instId" -> {
        instId = in.text();
        return instId != null && !instId.isEmpty();
      }
      case "tradeId" -> {
        id = in.quotedInteger();
        return id >= 0;
      }
      case "px" -> {
        hasPrice = in.decimal();
        price = in.mantissa();
        priceScale = in.scale();
        return hasPrice;
      }
      case "sz" -> {
        hasQuantity = in.decimal();
        quantity = in.mantissa();
        quantityScale = in.scale();
        return hasQuantity;
      }
      case "side" -> {
        String side = in.text();
        sell = "sell".equals(side);
        hasSide = true;
        return sell || "buy".equals(side);
      }
      case "ts" -> {
        time = in.quotedMillis();
        return time >= 0;
      }
      case "count" -> {
        long number = in.quotedInteger();
        count = (int) number;
        return number >= 1 && number <= Integer.MAX_VALUE;
      }
      default -> {
        return in.skipScalar();
      }
    }
  }

  /** Reads a record; the parser stands at its start and is left at its end. */
  void read(JsonParser json) throws IOException {
    clear();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (OkxFields.isAbsent(json, value)) {
        continue;
      }
      try {
        readField(json, field, value);
      } catch (MalformedDecimalException e) {
        refuse(new FrameException(BAD_NUMBER, field + ": " + e.getMessage()));
      } catch (FrameException e) {
        refuse(e);
      }
    }
  }

  private void readField(JsonParser json, String field, JsonToken value)
      throws IOException, MalformedDecimalException, FrameException {
    switch (field) {
      case "instId" -> instId = json.getText();
      case "tradeId" -> id = digits(json, field, ILLEGAL_ID);
      case "px" -> {
        decimal.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        price = decimal.mantissa();
        priceScale = decimal.scale();
        hasPrice = true;
      }
      case "sz" -> {
        decimal.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        quantity = decimal.mantissa();
        quantityScale = decimal.scale();
        hasQuantity = true;
      }
      case "side" -> {
        sell = isSell(json.getText());
        hasSide = true;
      }
      case "ts" -> time = Timestamps.millis(json, value, field);
      case "count" -> count = matches(json, field);
      default -> {
        // "source" and "seqId" do not change what a trade is: orders of any source are published.
      }
    }
  }

  private static long digits(JsonParser json, String field, DeadLetter.Reason reason)
      throws IOException, FrameException {
    long number =
        OkxFields.digits(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    if (number < 0) {
      throw new FrameException(reason, field + ": '" + json.getText() + "'");
    }
    return number;
  }

  private static int matches(JsonParser json, String field) throws IOException, FrameException {
    long number = digits(json, field, BAD_NUMBER);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw new FrameException(BAD_NUMBER, field + ": " + number);
    }
    return (int) number;
  }

  /** Whether a side is the seller's; it must be one. */
  static boolean isSell(String side) throws FrameException {
    return switch (side) {
      case "sell" -> true;
      case "buy" -> false;
      default -> throw new FrameException(INVALID_SIDE, "side: '" + side + "'");
    };
  }

  private void refuse(FrameException first) {
    if (problem == null) {
      problem = first;
    }
  }

  /** The instrument named, or null. */
  String instId() {
    return instId;
  }

  /**
   * The record as a trade.
   *
   * @throws FrameException if it is none
   */
  Trade trade(Instrument instrument, long receiveTime, boolean backfilled) throws FrameException {
    if (problem != null) {
      throw new FrameException(problem.reason(), problem.getMessage(), instrument);
    }
    OkxFields.require(id != NONE, "tradeId", instrument);
    OkxFields.require(time != NONE, "ts", instrument);
    OkxFields.require(hasPrice, "px", instrument);
    OkxFields.require(hasQuantity, "sz", instrument);
    OkxFields.require(hasSide, "side", instrument);
    if (price <= 0 || quantity <= 0) {
      throw new FrameException(
          INVALID_TRADE, "price and quantity of trade " + id + " must be > 0", instrument);
    }
    return new Trade(
        instrument,
        id,
        null,
        time,
        receiveTime,
        price,
        priceScale,
        quantity,
        quantityScale,
        sell,
        count,
        backfilled);
  }
}
