// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.INVALID_TRADE;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.DecimalParser;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lists of past trades, ascending, as Binance's REST APIs give them. Stateless. */
public final class BinanceTradeList {
  private static final long NONE = BinanceEvent.NONE;

  private BinanceTradeList() {}

  /** Under which names a list holds its fields. */
  public enum Form {
    /** {@code {"id","price","qty","time","isBuyerMaker"}}: one match each. */
    MATCHES("id", "price", "qty", "time", "isBuyerMaker"),
    /**
     * {@code {"a","p","q","f","l","T","m"}}: matches {@code f … l} of one taker order and price.
     */
    AGGREGATES("a", "p", "q", "T", "m");

    private final String id;
    private final String price;
    private final String quantity;
    private final String time;
    private final String maker;

    Form(String id, String price, String quantity, String time, String maker) {
      this.id = id;
      this.price = price;
      this.quantity = quantity;
      this.time = time;
      this.maker = maker;
    }
  }

  /**
   * Reads a page of history.
   *
   * @throws FrameException if it is none, or a trade in it is not whole
   */
  public static List<Trade> read(Instrument instrument, byte[] body, Form form, long receiveTime)
      throws FrameException {
    return Answers.read(
        body,
        JsonToken.START_ARRAY,
        json -> {
          List<Trade> trades = new ArrayList<>();
          while (json.nextToken() == JsonToken.START_OBJECT) {
            trades.add(trade(instrument, json, form, receiveTime));
          }
          if (json.currentToken() != JsonToken.END_ARRAY) {
            throw new FrameException(MALFORMED_JSON, "a trade is no object", instrument);
          }
          return trades;
        });
  }

  private static Trade trade(Instrument instrument, JsonParser json, Form form, long receiveTime)
      throws IOException, MalformedDecimalException, FrameException {
    long id = NONE;
    long first = NONE;
    long last = NONE;
    long time = NONE;
    DecimalParser price = null;
    DecimalParser quantity = null;
    JsonToken maker = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals(form.id)) {
        id = BinanceEvent.id(json, value, field);
      } else if (field.equals(form.time)) {
        time = Timestamps.millis(json, value, field);
      } else if (field.equals(form.price)) {
        price = decimal(json);
      } else if (field.equals(form.quantity)) {
        quantity = decimal(json);
      } else if (field.equals(form.maker)) {
        maker = value;
      } else if (form == Form.AGGREGATES && "f".equals(field)) {
        first = BinanceEvent.id(json, value, field);
      } else if (form == Form.AGGREGATES && "l".equals(field)) {
        last = BinanceEvent.id(json, value, field);
      } else {
        json.skipChildren();
      }
    }
    BinanceEvent.require(id != NONE, form.id, instrument);
    BinanceEvent.require(time != NONE, form.time, instrument);
    BinanceEvent.require(price != null, form.price, instrument);
    BinanceEvent.require(quantity != null, form.quantity, instrument);
    BinanceEvent.require(maker != null, form.maker, instrument);
    if (price.mantissa() <= 0 || quantity.mantissa() <= 0 || !maker.isBoolean()) {
      throw new FrameException(INVALID_TRADE, "trade " + id, instrument);
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
        maker == JsonToken.VALUE_TRUE,
        form == Form.AGGREGATES ? count(first, last, instrument) : 1,
        true);
  }

  private static DecimalParser decimal(JsonParser json)
      throws IOException, MalformedDecimalException {
    DecimalParser decimal = new DecimalParser();
    decimal.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    return decimal;
  }

  /**
   * How many matches an aggregate holds.
   *
   * @param first id of its first match, {@code f}, or {@link BinanceEvent#NONE}
   * @param last id of its last match, {@code l}, or {@link BinanceEvent#NONE}
   * @throws FrameException if one is missing or they are no range
   */
  public static int count(long first, long last, Instrument instrument) throws FrameException {
    BinanceEvent.require(first != NONE, "f", instrument);
    BinanceEvent.require(last != NONE, "l", instrument);
    if (last < first || last - first >= Integer.MAX_VALUE) {
      throw new FrameException(BAD_NUMBER, "matches " + first + " to " + last, instrument);
    }
    return (int) (last - first) + 1;
  }
}
