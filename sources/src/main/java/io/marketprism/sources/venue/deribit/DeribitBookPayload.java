// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;
import static io.marketprism.sources.venue.deribit.DeribitBooks.require;
import static io.marketprism.sources.venue.deribit.DeribitBooks.requireName;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.LevelBuffer;
import io.marketprism.sources.venue.StreamCodec.Target;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;

/**
 * Data of {@code book.{instrument}.{interval}}: {@code {"type","timestamp","instrument_name",
 * "change_id","prev_change_id","bids":[["new",price,amount]],"asks"}}. The type alone tells a whole
 * book from a change: a whole book may name a predecessor too (venue rule D2).
 */
final class DeribitBookPayload implements DeribitPayload {
  private static final long NONE = Long.MIN_VALUE;

  private final LevelBuffer bids = new LevelBuffer();
  private final LevelBuffer asks = new LevelBuffer();
  private String name;
  private String type;
  private long time;
  private long changeId;
  private long previousId;
  private boolean hasBids;
  private boolean hasAsks;

  @Override
  public String prefix() {
    return "book.";
  }

  @Override
  public void clear() {
    bids.clear();
    asks.clear();
    name = null;
    type = null;
    time = NONE;
    changeId = NONE;
    previousId = NONE;
    hasBids = false;
    hasAsks = false;
  }

  @Override
  public void read(JsonParser json, JsonToken value)
      throws IOException, MalformedDecimalException, FrameException {
    if (value != JsonToken.START_OBJECT) {
      throw new FrameException(UNKNOWN_MESSAGE, "data of a book is " + value);
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      readField(json, json.currentName(), json.nextToken());
    }
  }

  private void readField(JsonParser json, String field, JsonToken value)
      throws IOException, MalformedDecimalException, FrameException {
    switch (field) {
      case "instrument_name" -> name = json.getText();
      case "type" -> type = json.getText();
      case "timestamp" -> time = Timestamps.millis(json, value, field);
      case "change_id" -> changeId = DeribitBooks.id(json, value, field);
      case "prev_change_id" ->
          previousId = value == JsonToken.VALUE_NULL ? NONE : DeribitBooks.id(json, value, field);
      case "bids" -> hasBids = levels(json, value, bids);
      case "asks" -> hasAsks = levels(json, value, asks);
      default -> json.skipChildren();
    }
  }

  private static boolean levels(JsonParser json, JsonToken value, LevelBuffer side)
      throws IOException, MalformedDecimalException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return false;
    }
    side.readActions(json);
    return true;
  }

  @Override
  public void deliver(Instrument instrument, long receiveTime, Target target)
      throws FrameException {
    require(name != null, "instrument_name", instrument);
    requireName(name, instrument);
    require(type != null, "type", instrument);
    require(time != NONE, "timestamp", instrument);
    require(changeId != NONE, "change_id", instrument);
    require(hasBids, "bids", instrument);
    require(hasAsks, "asks", instrument);
    try {
      LevelBuffer.align(bids, asks);
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, e.getMessage(), instrument);
    }
    switch (type) {
      case "snapshot" -> target.onBookSnapshot(snapshot(instrument, receiveTime));
      case "change" -> {
        require(previousId != NONE, "prev_change_id", instrument);
        target.onBookDelta(delta(instrument, receiveTime));
      }
      default -> throw new FrameException(UNKNOWN_MESSAGE, "type '" + type + "'", instrument);
    }
  }

  private BookSnapshot snapshot(Instrument instrument, long receiveTime) {
    return new BookSnapshot(
        instrument,
        changeId,
        time,
        receiveTime,
        bids.priceScale(),
        bids.quantityScale(),
        bids.levels(),
        asks.levels(),
        true,
        true);
  }

  private BookDelta delta(Instrument instrument, long receiveTime) {
    return new BookDelta(
        instrument,
        previousId,
        changeId,
        changeId,
        time,
        receiveTime,
        bids.priceScale(),
        bids.quantityScale(),
        bids.levels(),
        asks.levels());
  }
}
