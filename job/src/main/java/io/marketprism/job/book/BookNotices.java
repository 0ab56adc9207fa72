// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookEvent;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketType;
import io.marketprism.model.book.OrderBook;

/**
 * The notices of what only the books can see. What a feed sees itself (its gaps, resyncs and
 * recoveries) it announces itself; nothing is said twice.
 */
final class BookNotices {
  private static final String EXPIRED = "book_expired";

  private BookNotices() {}

  /** An event broke the book. */
  static FeedStatus gap(
      BookEvent breaking, Violation violation, TrackedBook tracked, String detail) {
    long id = FeedStatus.NONE;
    long time = FeedStatus.NONE;
    if (breaking instanceof BookDelta delta) {
      id = delta.firstId();
      time = delta.eventTime();
    } else if (breaking instanceof BookSnapshot snapshot) {
      id = snapshot.updateId();
      time = snapshot.eventTime();
    }
    return FeedStatus.of(breaking.instrument(), DataType.ORDERBOOK, FeedStatus.Event.GAP)
        .reason(violation.token())
        .sequences(tracked.lastGoodId, id)
        .gap(known(tracked.lastGoodTime), known(time))
        .detail(detail)
        .at(breaking.receiveTime());
  }

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
