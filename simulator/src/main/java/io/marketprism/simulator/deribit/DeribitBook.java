// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One instrument's whole book as the channel {@code book.{instrument}.100ms} shows it: a snapshot,
 * then changes that say whether a price is new, changed or deleted. Events that change nothing are
 * not sent (docs.deribit.com, "book.{instrument_name}.{interval}"). Not thread safe.
 */
final class DeribitBook {
  /** What a change does to its price. */
  enum Action {
    NEW("new"),
    CHANGE("change"),
    DELETE("delete");

    private final String wire;

    Action(String wire) {
      this.wire = wire;
    }

    String wire() {
      return wire;
    }
  }

  /** One price that changes. */
  record Change(Action action, Level level) {}

  /**
   * What is pushed.
   *
   * @param previousId id of the message before; -1 with a snapshot
   * @param id id of this message
   * @param time epoch milliseconds
   */
  record Push(List<Change> bids, List<Change> asks, long previousId, long id, long time) {}

  private final Book book;
  private long marketId;
  private long sentId;
  private long time;

  /** A book that begins as the market's whole book at a time in epoch milliseconds. */
  DeribitBook(BookSnapshot whole, long time) {
    this.book = Book.of(whole.bids(), whole.asks());
    this.marketId = whole.lastUpdateId();
    this.sentId = marketId;
    this.time = time;
  }

  /** Takes what happened; gives the changes, unless nothing has changed. */
  Optional<Push> apply(DepthEvent event) {
    if (event.lastId() <= marketId) {
      return Optional.empty();
    }
    marketId = event.lastId();
    time = event.eventTime();
    List<Change> bids = changes(Side.BID, event.bids());
    List<Change> asks = changes(Side.ASK, event.asks());
    if (bids.isEmpty() && asks.isEmpty()) {
      return Optional.empty();
    }
    long previous = sentId;
    sentId = marketId;
    return Optional.of(new Push(bids, asks, previous, sentId, time));
  }

  private List<Change> changes(Side side, List<Level> levels) {
    List<Change> changes = new ArrayList<>(levels.size());
    for (Level level : levels) {
      Level before = book.levels(side).get(level.price());
      book.apply(side, level);
      if (before == null && !level.deletes()) {
        changes.add(new Change(Action.NEW, level));
      } else if (before != null && level.deletes()) {
        changes.add(new Change(Action.DELETE, level));
      } else if (before != null && before.quantity().compareTo(level.quantity()) != 0) {
        changes.add(new Change(Action.CHANGE, level));
      }
    }
    return changes;
  }

  /** The snapshot at this moment with at most {@code depth} levels of a side. */
  Push snapshot(int depth) {
    return new Push(all(Side.BID, depth), all(Side.ASK, depth), -1, sentId, time);
  }

  private List<Change> all(Side side, int depth) {
    return book.top(side, depth).stream().map(level -> new Change(Action.NEW, level)).toList();
  }
}
