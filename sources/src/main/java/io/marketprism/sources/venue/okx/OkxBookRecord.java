// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.FrameScanner;
import io.marketprism.sources.venue.LevelBuffer;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;

/**
 * One book or one change of a book, as channel and REST API write it: {@code
 * {"asks":[["px","sz","0","orders"]],"bids","ts","checksum","prevSeqId","seqId"}}. Reused from
 * record to record. Not thread-safe.
 */
final class OkxBookRecord implements FrameScanner.Fields {
  /** A limit that no side reaches: every level of the venue's window is known. */
  static final int EVERY_LEVEL = Integer.MAX_VALUE;

  /** Levels a side that the channel keeps a subscriber informed of (venue rule O3). */
  private static final int WINDOW = 400;

  private static final long NONE = Long.MIN_VALUE;

  private final LevelBuffer bids = new LevelBuffer();
  private final LevelBuffer asks = new LevelBuffer();
  private boolean hasBids;
  private boolean hasAsks;
  private long time;
  private long checksum;
  private long previousId;
  private long id;

  /** Forgets the record before. */
  void clear() {
    bids.clear();
    asks.clear();
    hasBids = false;
    hasAsks = false;
    time = NONE;
    checksum = 0;
    previousId = NONE;
    id = NONE;
  }

  /** Reads a record; the parser stands at its start and is left at its end. */
  void read(JsonParser json) throws IOException, MalformedDecimalException, FrameException {
    clear();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "bids" -> hasBids = levels(json, value, bids);
        case "asks" -> hasAsks = levels(json, value, asks);
        case "ts" -> time = Timestamps.millis(json, value, "ts");
        case "checksum" -> checksum = integer(json, value, "checksum", Integer.MIN_VALUE);
        case "prevSeqId" -> previousId = integer(json, value, "prevSeqId", -1);
        case "seqId" -> id = integer(json, value, "seqId", 0);
        default -> json.skipChildren();
      }
    }
  }

  /** As {@link #read}, of the bytes themselves; false if they are written in another way. */
  boolean scan(FrameScanner in) {
    clear();
    return in.object(this);
  }

  @Override
  public boolean scan(FrameScanner in, String field) {
    switch (field) {
      case "bids" -> {
        hasBids = bids.scan(in);
        return hasBids;
      }
      case "asks" -> {
        hasAsks = asks.scan(in);
        return hasAsks;
      }
      case "ts" -> {
        time = in.quotedMillis();
        return time >= 0;
      }
      case "checksum" -> {
        return scanChecksum(in);
      }
      case "prevSeqId" -> {
        previousId = in.integer();
        return previousId >= 0;
      }
      case "seqId" -> {
        id = in.integer();
        return id >= 0;
      }
      default -> {
        return in.skipScalar();
      }
    }
  }

  private boolean scanChecksum(FrameScanner in) {
    boolean negative = in.skip('-');
    long number = in.integer();
    checksum = negative ? -number : number;
    return number >= 0 && checksum >= Integer.MIN_VALUE;
  }

  private static boolean levels(JsonParser json, JsonToken value, LevelBuffer side)
      throws IOException, MalformedDecimalException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return false;
    }
    side.clear();
    side.read(json);
    return true;
  }

  private static long integer(JsonParser json, JsonToken value, String field, long least)
      throws IOException, FrameException {
    if (value != JsonToken.VALUE_NUMBER_INT
        || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || json.getLongValue() < least) {
      throw new FrameException(BAD_NUMBER, field + ": " + json.getText());
    }
    return json.getLongValue();
  }

  /**
   * Checks that the record is a whole book.
   *
   * @throws FrameException if it is not
   */
  void requireBook(Instrument instrument) throws FrameException {
    OkxFields.require(hasBids, "bids", instrument);
    OkxFields.require(hasAsks, "asks", instrument);
    OkxFields.require(time != NONE, "ts", instrument);
    OkxFields.require(id != NONE, "seqId", instrument);
    try {
      LevelBuffer.align(bids, asks);
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, e.getMessage(), instrument);
    }
  }

  /**
   * Checks that the record is a whole change of a book.
   *
   * @throws FrameException if it is not
   */
  void requireUpdate(Instrument instrument) throws FrameException {
    requireBook(instrument);
    OkxFields.require(previousId != NONE, "prevSeqId", instrument);
  }

  /** Whether it only says that the book is still at its id. */
  boolean isKeepAlive() {
    return previousId == id && bids.size() == 0 && asks.size() == 0;
  }

  /** Id of the state that the change continues. */
  long previousId() {
    return previousId;
  }

  /** Id of the state that it is or leads to. */
  long id() {
    return id;
  }

  /** The venue's checksum of the book; 0 where it gives none. */
  long checksum() {
    return checksum;
  }

  /**
   * The record as a book.
   *
   * @param limit levels a side that were asked for: a side with fewer is whole
   */
  BookSnapshot snapshot(Instrument instrument, long receiveTime, int limit, Integrity integrity) {
    return new BookSnapshot(
        instrument,
        id,
        time,
        receiveTime,
        bids.priceScale(),
        bids.quantityScale(),
        bids.levels(),
        asks.levels(),
        bids.size() < limit,
        asks.size() < limit,
        integrity,
        limit == EVERY_LEVEL ? WINDOW : 0);
  }

  /** The record as a change of a book. */
  BookDelta delta(Instrument instrument, long receiveTime) {
    return new BookDelta(
        instrument,
        previousId,
        id,
        id,
        time,
        receiveTime,
        bids.priceScale(),
        bids.quantityScale(),
        bids.levels(),
        asks.levels());
  }
}
