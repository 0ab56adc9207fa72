// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketType;
import io.marketprism.model.book.OrderBook;

/**
 * The notice of what only the books can know: that one has expired. A broken book is announced by
 * its feed, which is asked for a new snapshot with the reason: only then does {@code live} follow
 * {@code resync} on one way and cannot overtake it.
 */
final class BookNotices {
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
