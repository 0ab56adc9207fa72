// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookEvent;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.book.OrderBook;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One instrument's book as the job would build it, which insists that each delta chains. Remembers
 * the best levels at many update ids. Thread-safe.
 */
final class RigBook {
  /** Levels per side that are remembered. */
  static final int DEPTH = 20;

  /** States that a test may remember of a book. */
  static final int MANY = 400;

  /** The best levels of a moment, as {@code quantity@price}. */
  record Top(List<String> bids, List<String> asks) {}

  private final Instrument instrument;
  private final int most;
  private final OrderBook book = new OrderBook();
  private final Map<Long, Top> remembered = new LinkedHashMap<>();
  private boolean whole;
  private long shown;
  private long snapshots;
  private long deltas;
  private long resets;

  /**
   * @param most states that are remembered
   */
  RigBook(Instrument instrument, int most) {
    this.instrument = instrument;
    this.most = most;
  }

  synchronized void apply(BookEvent event) {
    try {
      if (event instanceof BookSnapshot snapshot) {
        insistOn(!isBehind(), snapshot);
        shown = whole ? book.lastId() : snapshot.updateId();
        snapshots++;
        whole = true;
        book.apply(snapshot, 5_000);
      } else if (event instanceof BookDelta delta) {
        if (!whole || delta.previousId() != book.lastId()) {
          throw new AssertionError(
              instrument
                  + ": "
                  + delta
                  + " does not follow "
                  + (whole ? book.lastId() : "a reset"));
        }
        deltas++;
        book.apply(delta, 5_000);
      } else if (event instanceof BookReset) {
        insistOn(!isBehind(), event);
        resets++;
        whole = false;
        return;
      }
    } catch (MalformedDecimalException e) {
      throw new AssertionError(instrument + ": " + event, e);
    }
    if (remembered.size() < most) {
      remembered.put(book.lastId(), top());
    }
  }

  /**
   * A snapshot in the background may lie before what was emitted; the deltas from there to it come
   * again, before anything else.
   */
  private boolean isBehind() {
    return whole && book.lastId() < shown;
  }

  private void insistOn(boolean inOrder, BookEvent event) {
    if (!inOrder) {
      throw new AssertionError(
          instrument + ": at " + book.lastId() + ", was at " + shown + ", gets " + event);
    }
  }

  private Top top() {
    List<String> bids = new ArrayList<>();
    for (int i = 0; i < Math.min(DEPTH, book.knownBidCount()); i++) {
      bids.add(level(book.bidPrice(i), book.bidQuantity(i)));
    }
    List<String> asks = new ArrayList<>();
    for (int i = 0; i < Math.min(DEPTH, book.knownAskCount()); i++) {
      asks.add(level(book.askPrice(i), book.askQuantity(i)));
    }
    return new Top(bids, asks);
  }

  private String level(long price, long quantity) {
    return plain(quantity, book.quantityScale()) + '@' + plain(price, book.priceScale());
  }

  private static String plain(long mantissa, int scale) {
    return BigDecimal.valueOf(mantissa, scale).stripTrailingZeros().toPlainString();
  }

  Instrument instrument() {
    return instrument;
  }

  /** The book is whole now, by what was emitted. */
  synchronized boolean isWhole() {
    return whole && !isBehind();
  }

  synchronized boolean isCrossed() {
    return book.isCrossed();
  }

  synchronized long lastId() {
    return book.lastId();
  }

  synchronized long snapshots() {
    return snapshots;
  }

  synchronized long deltas() {
    return deltas;
  }

  synchronized long resets() {
    return resets;
  }

  /** The best levels now. */
  synchronized Top now() {
    return top();
  }

  /** How the book is proved. */
  synchronized Integrity integrity() {
    return book.integrity();
  }

  /** The best levels by update id. */
  synchronized Map<Long, Top> remembered() {
    return new LinkedHashMap<>(remembered);
  }
}
