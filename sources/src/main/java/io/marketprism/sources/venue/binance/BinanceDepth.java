// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.LevelBuffer;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;

/**
 * Whole books of Binance: {@code {"lastUpdateId","bids":[["p","q"]],"asks":[["p","q"]]}}, in the
 * futures markets also with {@code E} and {@code T} (rest-api.md, "Order book"; USD-M REST, "Order
 * Book"). Stateless.
 */
public final class BinanceDepth {
  private BinanceDepth() {}

  /**
   * Reads the answer to a depth request.
   *
   * @param limit levels per side that were asked for: a side with fewer is all that the venue has
   * @throws FrameException if the answer is no book
   */
  public static BookSnapshot read(Instrument instrument, byte[] body, int limit, long receiveTime)
      throws FrameException {
    return Answers.read(
        body, JsonToken.START_OBJECT, json -> read(instrument, json, limit, receiveTime));
  }

  /** As {@link #read(Instrument, byte[], int, long)}, of the object the parser stands at. */
  public static BookSnapshot read(
      Instrument instrument, JsonParser json, int limit, long receiveTime)
      throws IOException, MalformedDecimalException, FrameException {
    long updateId = BinanceEvent.NONE;
    long eventTime = 0;
    long transactionTime = 0;
    LevelBuffer bids = null;
    LevelBuffer asks = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "lastUpdateId" -> updateId = BinanceEvent.id(json, value, field);
        case "E" -> eventTime = Timestamps.millis(json, value, field);
        case "T" -> transactionTime = Timestamps.millis(json, value, field);
        case "bids" -> bids = levels(json, value);
        case "asks" -> asks = levels(json, value);
        default -> json.skipChildren();
      }
    }
    BinanceEvent.require(updateId != BinanceEvent.NONE, "lastUpdateId", instrument);
    BinanceEvent.require(bids != null, "bids", instrument);
    BinanceEvent.require(asks != null, "asks", instrument);
    LevelBuffer.align(bids, asks);
    return new BookSnapshot(
        instrument,
        updateId,
        transactionTime != 0 ? transactionTime : eventTime,
        receiveTime,
        bids.priceScale(),
        bids.quantityScale(),
        bids.levels(),
        asks.levels(),
        bids.size() < limit,
        asks.size() < limit);
  }

  private static LevelBuffer levels(JsonParser json, JsonToken value)
      throws IOException, MalformedDecimalException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return null;
    }
    LevelBuffer side = new LevelBuffer();
    side.read(json);
    return side;
  }
}
