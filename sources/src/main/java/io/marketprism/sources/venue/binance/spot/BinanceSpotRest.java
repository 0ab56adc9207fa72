// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import static io.marketprism.model.DeadLetter.Reason.INVALID_TRADE;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DecimalParser;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.LevelBuffer;
import io.marketprism.sources.venue.Timestamps;
import io.marketprism.sources.venue.Venue.InstrumentList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers of Binance spot's REST API (rest-api.md, "Market data endpoints"). Stateless. */
final class BinanceSpotRest {
  private static final long NONE = Long.MIN_VALUE;

  private BinanceSpotRest() {}

  /** {@code GET /api/v3/depth}: {@code {"lastUpdateId","bids":[["p","q"]],"asks":[["p","q"]]}}. */
  static BookSnapshot snapshot(Instrument instrument, byte[] body, int limit, long receiveTime)
      throws FrameException {
    return Answers.read(
        body,
        JsonToken.START_OBJECT,
        json -> {
          long updateId = NONE;
          LevelBuffer bids = null;
          LevelBuffer asks = null;
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if ("lastUpdateId".equals(field) && value == JsonToken.VALUE_NUMBER_INT) {
              updateId = json.getLongValue();
            } else if ("bids".equals(field) && value == JsonToken.START_ARRAY) {
              bids = new LevelBuffer();
              bids.read(json);
            } else if ("asks".equals(field) && value == JsonToken.START_ARRAY) {
              asks = new LevelBuffer();
              asks.read(json);
            } else {
              json.skipChildren();
            }
          }
          if (updateId == NONE || bids == null || asks == null) {
            throw new FrameException(
                MISSING_FIELD,
                updateId == NONE ? "lastUpdateId" : bids == null ? "bids" : "asks",
                instrument);
          }
          LevelBuffer.align(bids, asks);
          return new BookSnapshot(
              instrument,
              updateId,
              0,
              receiveTime,
              bids.priceScale(),
              bids.quantityScale(),
              bids.levels(),
              asks.levels(),
              bids.size() < limit,
              asks.size() < limit);
        });
  }

  /**
   * {@code GET /api/v3/historicalTrades}: {@code [{"id","price","qty","time","isBuyerMaker",…}]},
   * ascending.
   */
  static List<Trade> trades(Instrument instrument, byte[] body, long receiveTime)
      throws FrameException {
    return Answers.read(
        body,
        JsonToken.START_ARRAY,
        json -> {
          List<Trade> trades = new ArrayList<>();
          while (json.nextToken() == JsonToken.START_OBJECT) {
            trades.add(trade(instrument, json, receiveTime));
          }
          if (json.currentToken() != JsonToken.END_ARRAY) {
            throw new FrameException(MALFORMED_JSON, "a trade is no object");
          }
          return trades;
        });
  }

  private static Trade trade(Instrument instrument, JsonParser json, long receiveTime)
      throws IOException, MalformedDecimalException, FrameException {
    long id = NONE;
    long time = NONE;
    DecimalParser price = null;
    DecimalParser quantity = null;
    JsonToken maker = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "id" -> id = value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : NONE;
        case "time" -> time = Timestamps.millis(json, value, "time");
        case "price" -> price = decimal(json);
        case "qty" -> quantity = decimal(json);
        case "isBuyerMaker" -> maker = value;
        default -> json.skipChildren();
      }
    }
    if (id == NONE || time == NONE || price == null || quantity == null || maker == null) {
      throw new FrameException(MISSING_FIELD, "a field of trade " + id, instrument);
    }
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
        1,
        true);
  }

  private static DecimalParser decimal(JsonParser json)
      throws IOException, MalformedDecimalException {
    DecimalParser decimal = new DecimalParser();
    decimal.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    return decimal;
  }

  /**
   * {@code GET /api/v3/exchangeInfo}: {@code
   * {"symbols":[{"symbol","status","baseAsset","quoteAsset",…}]}}.
   */
  static InstrumentList instruments(byte[] body) throws FrameException {
    return Answers.read(
        body,
        JsonToken.START_OBJECT,
        json -> {
          Map<String, Instrument> instruments = new HashMap<>();
          Map<String, String> rejected = new HashMap<>();
          boolean found = false;
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken() == JsonToken.START_ARRAY && "symbols".equals(field)) {
              found = true;
              while (json.nextToken() == JsonToken.START_OBJECT) {
                instrument(json, instruments, rejected);
              }
            } else {
              json.skipChildren();
            }
          }
          if (!found) {
            throw new FrameException(MISSING_FIELD, "symbols");
          }
          return new InstrumentList(instruments, rejected);
        });
  }

  private static void instrument(
      JsonParser json, Map<String, Instrument> instruments, Map<String, String> rejected)
      throws IOException {
    String symbol = null;
    String status = null;
    String base = null;
    String quote = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (value != JsonToken.VALUE_STRING) {
        json.skipChildren();
        continue;
      }
      switch (field) {
        case "symbol" -> symbol = json.getText();
        case "status" -> status = json.getText();
        case "baseAsset" -> base = json.getText();
        case "quoteAsset" -> quote = json.getText();
        default -> {
          // Order types, filters and permissions do not concern market data.
        }
      }
    }
    if (symbol == null || base == null || quote == null) {
      return;
    }
    String normalized = (base + '-' + quote).toUpperCase(Locale.ROOT);
    if (!Instrument.isLegalToken(normalized) || !Instrument.isLegalToken(symbol)) {
      rejected.put(symbol, "illegal_symbol");
    } else if (status != null && !"TRADING".equals(status)) {
      rejected.put(symbol, "status " + status);
    } else {
      instruments.put(symbol, Instrument.spot(BinanceSpot.EXCHANGE, normalized, symbol));
    }
  }
}
