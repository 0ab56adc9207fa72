// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketType;
import io.marketprism.model.book.OrderBook;

/**
 * The notices of what only the books can know: that one has expired, and what became of one that
 * several connections carry. The broken book of one connection is announced by its feed, which is
 * asked for a new snapshot with the reason: only then does {@code live} follow {@code resync} on
 * one way and cannot overtake it. Where several carry the book, their feeds tell of their own
 * chains only, and both {@code gap} and {@code live} of the book come from here.
 */
final class BookNotices {
  /** No connection carries the book on. */
  static final String REPLICAS_LOST = "replicas_lost";

  /** The book of the run before is continued, or is not. */
  static final String RESTORE = "restore";

  private static final String EXPIRED = "book_expired";

  private BookNotices() {}

  /**
   * A book fell silent and was dropped. State remembers its instrument by the key alone, so the
   * venue's own name is null where no event of this run has told it.
   */
  static FeedStatus expired(String instrumentKey, String nativeId, OrderBook book, long now) {
    String[] tokens = instrumentKey.split("\\.", 3);
    return new FeedStatus(
        tokens[0],
        marketType(tokens[1]),
        tokens[2],
        nativeId,
        FeedStatus.Event.RESYNC,
        DataType.ORDERBOOK.token(),
        EXPIRED,
        book == null ? FeedStatus.NONE : book.lastId(),
        FeedStatus.NONE,
        book == null ? FeedStatus.NONE : known(book.eventTime()),
        FeedStatus.NONE,
        FeedStatus.NONE,
        FeedStatus.NONE,
        null,
        null,
        now);
  }

  /**
   * A book that several connections carry is over.
   *
   * @param breakingId id of what does not continue it, or {@link FeedStatus#NONE}
   */
  static FeedStatus lost(TrackedBook tracked, String reason, long breakingId, long now) {
    boolean byIds = breakingId != FeedStatus.NONE;
    return FeedStatus.of(
            tracked.instrument,
            DataType.ORDERBOOK,
            byIds ? FeedStatus.Event.GAP : FeedStatus.Event.RESYNC)
        .reason(reason)
        .sequences(tracked.lastGoodId, breakingId)
        .gap(known(tracked.lastGoodTime), FeedStatus.NONE)
        .at(now);
  }

  /** A book that several connections carry is whole. */
  static FeedStatus live(TrackedBook tracked, String reason, long now) {
    return FeedStatus.of(tracked.instrument, DataType.ORDERBOOK, FeedStatus.Event.LIVE)
        .reason(reason)
        .sequences(FeedStatus.NONE, tracked.book.lastId())
        .gap(FeedStatus.NONE, known(tracked.book.eventTime()))
        .at(now);
  }

  /** Feeds say 0 where the venue sent no time. */
  private static long known(long eventTime) {
    return eventTime == 0 ? FeedStatus.NONE : eventTime;
  }

  private static MarketType marketType(String token) {
    for (MarketType type : MarketType.values()) {
      if (type.token().equals(token)) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown market type '" + token + "' in a key of state");
  }
}
