// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.ILLEGAL_ID;
import static io.marketprism.model.DeadLetter.Reason.INVALID_SIDE;
import static io.marketprism.model.DeadLetter.Reason.INVALID_TRADE;
import static io.marketprism.sources.venue.deribit.DeribitBooks.require;
import static io.marketprism.sources.venue.deribit.DeribitBooks.requireName;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.DecimalParser;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;

/**
 * One trade as the venue writes it, in the stream and in the history alike: {@code
 * {"instrument_name","trade_seq","trade_id","timestamp","price","amount","direction",…}} (trades
 * channel). The direction is the taker's.
 *
 * <p>Holds one record at a time and is reused. A record with a bad value is read to its end, so
 * that those after it can be used. Not thread-safe.
 */
final class DeribitTradeRecord {
  private static final int LONGEST_ID = 64;
  private static final long NONE = Long.MIN_VALUE;

  private final DecimalParser price = new DecimalParser();
  private final DecimalParser amount = new DecimalParser();
  private String name;
  private long sequence;
  private String id;
  private long time;
  private boolean hasPrice;
  private boolean hasAmount;
  private String direction;
  private FrameException problem;

  /**
   * Reads a record; the parser stands at its start and is left at its end.
   *
   * @throws IOException if the JSON is malformed
   */
  void read(JsonParser json) throws IOException {
    name = null;
    sequence = NONE;
    id = null;
    time = NONE;
    hasPrice = false;
    hasAmount = false;
    direction = null;
    problem = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      try {
        readField(json, field, value);
      } catch (FrameException e) {
        problem = problem == null ? e : problem;
      } catch (MalformedDecimalException e) {
        problem =
            problem == null
                ? new FrameException(BAD_NUMBER, field + ": " + e.getMessage())
                : problem;
      }
      json.skipChildren();
    }
  }

  private void readField(JsonParser json, String field, JsonToken value)
      throws IOException, MalformedDecimalException, FrameException {
    switch (field) {
      case "instrument_name" -> name = json.getText();
      case "trade_seq" -> sequence = DeribitBooks.id(json, value, field);
      case "trade_id" -> id = value == JsonToken.VALUE_NULL ? null : json.getText();
      case "timestamp" -> time = Timestamps.millis(json, value, field);
      case "price" -> hasPrice = number(json, value, price);
      case "amount" -> hasAmount = number(json, value, amount);
      case "direction" -> direction = json.getText();
      default -> {
        // The index, the mark and whether it was a liquidation are not part of a trade's message.
      }
    }
  }

  private static boolean number(JsonParser json, JsonToken value, DecimalParser number)
      throws IOException, MalformedDecimalException {
    if (value == JsonToken.VALUE_NULL) {
      return false;
    }
    number.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    return true;
  }

  /**
   * The trade that was read.
   *
   * @param instrument whose stream or history it came from
   * @throws FrameException if it cannot be used
   */
  Trade trade(Instrument instrument, long receiveTime, boolean backfilled) throws FrameException {
    if (problem != null) {
      throw new FrameException(problem.reason(), problem.getMessage(), instrument);
    }
    require(name != null, "instrument_name", instrument);
    requireName(name, instrument);
    require(sequence != NONE, "trade_seq", instrument);
    require(id != null, "trade_id", instrument);
    require(time != NONE, "timestamp", instrument);
    require(hasPrice, "price", instrument);
    require(hasAmount, "amount", instrument);
    require(direction != null, "direction", instrument);
    if (!isLegal(id)) {
      throw new FrameException(ILLEGAL_ID, "trade_id of trade " + sequence, instrument);
    }
    boolean sell = "sell".equals(direction);
    if (!sell && !"buy".equals(direction)) {
      throw new FrameException(
          INVALID_SIDE, "'" + direction + "' of trade " + sequence, instrument);
    }
    if (price.mantissa() <= 0 || amount.mantissa() <= 0) {
      throw new FrameException(
          INVALID_TRADE, "price and amount of trade " + sequence + " must be > 0", instrument);
    }
    return new Trade(
        instrument,
        sequence,
        id,
        time,
        receiveTime,
        price.mantissa(),
        price.scale(),
        amount.mantissa(),
        amount.scale(),
        sell,
        1,
        backfilled);
  }

  /** The character rule of wire contract 1.1. */
  private static boolean isLegal(String id) {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
      if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
