// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.sources.book.ChainRule;
import io.marketprism.sources.venue.BookRules;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import java.util.Map;

/**
 * OKX's books: a snapshot and its updates in one channel, of 400 levels a side (OKX API v5, "WS /
 * Order book channel"); the snapshot of REST is the way out where the channel sends none (venue
 * rule O8).
 */
final class OkxBooks implements BookRules {
  static final OkxBooks INSTANCE = new OkxBooks();

  /** Levels a side of the channel, and the most that REST gives. */
  static final int LEVELS = 400;

  private OkxBooks() {}

  @Override
  public ChainRule chain() {
    return OkxChain.INSTANCE;
  }

  @Override
  public boolean snapshotsInStream() {
    return true;
  }

  /**
   * Asks for as many levels as the channel holds, whatever is wanted: its updates are those of that
   * window. {@code source=0} is what the venue announced for reading the start of the channel.
   */
  @Override
  public RestCall snapshotCall(Instrument instrument, int levels) {
    return new RestCall(
        "/api/v5/market/books",
        Map.of("instId", instrument.nativeId(), "sz", Integer.toString(LEVELS), "source", "0"),
        1,
        OkxLimits.BOOKS);
  }

  @Override
  public BookSnapshot snapshot(Instrument instrument, byte[] body, int levels, long receiveTime)
      throws FrameException {
    return read(instrument, body)
        .snapshot(instrument, receiveTime, OkxBookRecord.EVERY_LEVEL, Integrity.SEQUENCE);
  }

  /** The call for a book of its own. */
  static RestCall wholeBook(Instrument instrument, int levels) {
    return new RestCall(
        "/api/v5/market/books",
        Map.of("instId", instrument.nativeId(), "sz", Integer.toString(levels)),
        1,
        OkxLimits.BOOKS);
  }

  /**
   * Reads {@code GET /api/v5/market/books}, {@code [{"asks","bids","ts","seqId"}]}.
   *
   * @throws FrameException if the answer holds no whole book
   */
  static OkxBookRecord read(Instrument instrument, byte[] body) throws FrameException {
    OkxBookRecord record = new OkxBookRecord();
    OkxAnswers.one(body, instrument, record::read);
    record.requireBook(instrument);
    return record;
  }
}
