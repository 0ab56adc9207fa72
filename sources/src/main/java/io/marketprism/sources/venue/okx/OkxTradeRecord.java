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
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;

/**
 * One trade as channels and REST API write it: {@code
 * {"instId","tradeId","px","sz","side","ts","count","source"}}. What is wrong with it is kept until
 * it is asked for, so that the records after it can be read. Reused from record to record. Not
 * thread-safe.
 */
final class OkxTradeRecord {
  private static final long NONE = Long.MIN_VALUE;

  private final DecimalParser price = new DecimalParser();
  private final DecimalParser quantity = new DecimalParser();
  private String instId;
  private long id;
  private long time;
  private int count;
  private boolean hasPrice;
  private boolean hasQuantity;
  private boolean hasSide;
  private boolean sell;
  private FrameException problem;

  /** Reads a record; the parser stands at its start and is left at its end. */
  void read(JsonParser json) throws IOException {
    instId = null;
    id = NONE;
    time = NONE;
    count = 1;
    hasPrice = false;
    hasQuantity = false;
    hasSide = false;
    problem = null;
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
        price.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        hasPrice = true;
      }
      case "sz" -> {
        quantity.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
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
    if (price.mantissa() <= 0 || quantity.mantissa() <= 0) {
      throw new FrameException(
          INVALID_TRADE, "price and quantity of trade " + id + " must be > 0", instrument);
    }
    return new Trade(
        instrument,
        id,
        null,
        time,
        receiveTime,
        price.mantissa(),
        price.scale(),
        quantity.mantissa(),
        quantity.scale(),
        sell,
        count,
        backfilled);
  }
}
