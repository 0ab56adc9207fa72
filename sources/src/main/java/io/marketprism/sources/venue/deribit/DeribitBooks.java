// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_SYMBOL;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.book.ChainRule;
import io.marketprism.sources.venue.BookRules;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.LevelBuffer;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;
import java.util.Map;

/**
 * Deribit's books: a subscription begins with the whole book, and every change names the {@code
 * change_id} that it follows (book channel). Many instruments share the ids, so they jump.
 *
 * <p>The way out is {@code public/get_order_book}, which tells the {@code change_id} of what it
 * shows.
 */
final class DeribitBooks implements BookRules {
  static final DeribitBooks INSTANCE = new DeribitBooks();

  private static final int[] DEPTHS = {1, 5, 10, 20, 50, 100, 1_000, 10_000};
  private static final long NONE = Long.MIN_VALUE;

  private DeribitBooks() {}

  @Override
  public ChainRule chain() {
    return Chain.INSTANCE;
  }

  @Override
  public boolean snapshotsInStream() {
    return true;
  }

  @Override
  public RestCall snapshotCall(Instrument instrument, int levels) {
    return new RestCall(
        DeribitVenue.API + "/public/get_order_book",
        Map.of("instrument_name", instrument.nativeId(), "depth", Integer.toString(depth(levels))),
        DeribitVenue.CREDITS);
  }

  /** The smallest depth that the venue offers and that holds the levels. */
  private static int depth(int levels) {
    for (int depth : DEPTHS) {
      if (depth >= levels) {
        return depth;
      }
    }
    return DEPTHS[DEPTHS.length - 1];
  }

  @Override
  public BookSnapshot snapshot(Instrument instrument, byte[] body, int levels, long receiveTime)
      throws FrameException {
    return DeribitAnswers.read(
            body,
            JsonToken.START_OBJECT,
            json -> read(instrument, json, depth(levels), receiveTime))
        .result();
  }

  private static BookSnapshot read(
      Instrument instrument, JsonParser json, int depth, long receiveTime)
      throws IOException, MalformedDecimalException, FrameException {
    String name = null;
    long changeId = NONE;
    long time = NONE;
    LevelBuffer bids = null;
    LevelBuffer asks = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "instrument_name" -> name = json.getText();
        case "change_id" -> changeId = id(json, value, field);
        case "timestamp" -> time = Timestamps.millis(json, value, field);
        case "bids" -> bids = levels(json, value);
        case "asks" -> asks = levels(json, value);
        default -> json.skipChildren();
      }
    }
    require(name != null, "instrument_name", instrument);
    requireName(name, instrument);
    require(changeId != NONE, "change_id", instrument);
    require(time != NONE, "timestamp", instrument);
    require(bids != null, "bids", instrument);
    require(asks != null, "asks", instrument);
    LevelBuffer.align(bids, asks);
    return new BookSnapshot(
        instrument,
        changeId,
        time,
        receiveTime,
        bids.priceScale(),
        bids.quantityScale(),
        bids.levels(),
        asks.levels(),
        bids.size() < depth,
        asks.size() < depth);
  }

  private static LevelBuffer levels(JsonParser json, JsonToken value)
      throws IOException, MalformedDecimalException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return null;
    }
    LevelBuffer levels = new LevelBuffer();
    levels.read(json);
    return levels;
  }

  /** The id that the parser stands at: a whole number that is not negative. */
  static long id(JsonParser json, JsonToken value, String field)
      throws IOException, FrameException {
    if (value != JsonToken.VALUE_NUMBER_INT
        || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || json.getLongValue() < 0) {
      throw new FrameException(BAD_NUMBER, field + " is no id: " + json.getText());
    }
    return json.getLongValue();
  }

  /** Refuses a message without a field. */
  static void require(boolean present, String field, Instrument instrument) throws FrameException {
    if (!present) {
      throw new FrameException(MISSING_FIELD, field, instrument);
    }
  }

  /** Refuses what is said of another instrument. */
  static void requireName(String name, Instrument instrument) throws FrameException {
    if (!instrument.nativeId().equals(name)) {
      throw new FrameException(
          UNKNOWN_SYMBOL, "'" + name + "' instead of " + instrument.nativeId(), instrument);
    }
  }

  /**
   * A change continues exactly the id that it names (venue rule D1). Nothing is silenced because
   * its id is low, except what names itself as its own predecessor and so changes nothing.
   */
  private static final class Chain implements ChainRule {
    static final Chain INSTANCE = new Chain();

    @Override
    public boolean isOld(BookDelta delta, long id) {
      return delta.lastId() == id && delta.previousId() == id;
    }

    @Override
    public boolean continues(BookDelta delta, long id) {
      return delta.previousId() == id;
    }

    @Override
    public boolean isCovered(BookDelta delta, long id) {
      return delta.lastId() <= id;
    }

    /**
     * A change of the {@code 100ms} channel gathers many. A snapshot taken in their midst is not
     * continued by it: a level that was changed before the snapshot and changed back after it need
     * not be named.
     */
    @Override
    public boolean startsFrom(BookDelta delta, long id) {
      return delta.previousId() == id;
    }
  }
}
