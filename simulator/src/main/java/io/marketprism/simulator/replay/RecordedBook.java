// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.replay;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.truth.TruthLog;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The book of one recorded symbol at the present position of the replay, and what the truth log
 * gets of it: a snapshot, then each event that continues it. Events before the first snapshot are
 * kept, at most {@value #MAX_EARLY}, the oldest go first. Guarded by the market's lock.
 */
final class RecordedBook {
  private static final int MAX_EARLY = 10_000;
  private static final long NO_CHAIN = -1;
  private final TruthLog truth;
  private final String symbol;
  private final Deque<DepthEvent> early = new ArrayDeque<>();
  private Book book = new Book();
  private BookSnapshot unfetched;
  private long last = NO_CHAIN;
  private long time;
  private boolean begun;

  RecordedBook(String symbol, TruthLog truth) {
    this.symbol = symbol;
    this.truth = truth;
  }

  /** Whether there is a book. */
  boolean known() {
    return last != NO_CHAIN;
  }

  /** Whether there was a book whose chain is broken now. */
  boolean lost() {
    return begun && !known();
  }

  /** Whether a snapshot was reached that nobody has fetched. */
  boolean unfetched() {
    return unfetched != null;
  }

  /** Takes a recorded snapshot; it counts only where there is no book. Whether it did. */
  boolean snapshot(BookSnapshot snapshot) {
    if (known()) {
      return false;
    }
    book = Book.of(snapshot.bids(), snapshot.asks());
    last = snapshot.lastUpdateId();
    time = snapshot.time();
    unfetched = snapshot;
    begun = true;
    truth.snapshot(snapshot);
    Deque<DepthEvent> waiting = new ArrayDeque<>(early);
    early.clear();
    waiting.forEach(this::event);
    truth.flush();
    return true;
  }

  /** Takes a recorded event. */
  void event(DepthEvent event) {
    if (known() && event.lastId() <= last) {
      return;
    }
    if (known() && event.previousId() > last) {
      last = NO_CHAIN;
      unfetched = null;
      early.clear();
    }
    if (!known()) {
      if (early.size() == MAX_EARLY) {
        early.removeFirst();
      }
      early.addLast(event);
      return;
    }
    truth.diff(event);
    book.apply(event.bids(), event.asks());
    last = event.lastId();
    time = event.eventTime();
  }

  /**
   * The answer to a depth request: the recorded snapshot as long as the replay holds at it, then
   * the book at the present position.
   */
  BookSnapshot fetch(int limit) {
    BookSnapshot recorded = unfetched;
    unfetched = null;
    if (recorded != null) {
      return BookSnapshot.of(
          symbol,
          recorded.lastUpdateId(),
          recorded.time(),
          Book.of(recorded.bids(), recorded.asks()),
          limit);
    }
    return BookSnapshot.of(symbol, last, time, book, limit);
  }

  /** Ends the wait for the snapshot to be fetched: requests now get the present book. */
  void giveUpHold() {
    unfetched = null;
  }
}
