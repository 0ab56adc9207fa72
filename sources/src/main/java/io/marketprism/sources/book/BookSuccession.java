// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.book;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * One instrument's book as a second connection brings it, beside a synchronizer that still lives on
 * the first. It continues the book once it has been where the book is: then what it holds beyond
 * that, and all it brings later, chains.
 *
 * <p>A snapshot with which the second connection begins tells where it began; a whole book is not
 * replaced by it. A book that is not whole takes it.
 *
 * <p>Bounded in events and bytes; beyond that what is held is given up, and what comes then is held
 * anew. No I/O, no clock, not thread-safe: all calls come from the feed's thread.
 */
public final class BookSuccession {
  private final BookSynchronizer book;
  private final ChainRule rule;
  private final int maxEvents;
  private final long maxBytes;
  private final List<BookDelta> deltas = new ArrayList<>();
  private BookSnapshot snapshot;
  private long bytes;

  /**
   * What the second connection brought.
   *
   * @param snapshot a snapshot to take first, or null
   * @param deltas in the order of their arrival
   */
  public record Held(BookSnapshot snapshot, List<BookDelta> deltas) {}

  /**
   * @param book what is to be continued
   * @param rule the venue's chain rule
   * @param maxEvents most deltas held
   * @param maxBytes most bytes held, by estimate
   */
  public BookSuccession(BookSynchronizer book, ChainRule rule, int maxEvents, long maxBytes) {
    this.book = book;
    this.rule = rule;
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /** A snapshot in the second connection's stream. */
  public void onSnapshot(BookSnapshot arrived) {
    clear();
    if (arrived.bids().size() > 0 && arrived.asks().size() > 0) {
      snapshot = arrived;
    }
  }

  /** A delta of the second connection. */
  public void onDelta(BookDelta delta) {
    while (deltas.size() > 1 && rule.isOld(deltas.get(0), book.lastId())) {
      bytes -= BookSynchronizer.bytes(deltas.remove(0));
    }
    if (deltas.size() >= maxEvents || bytes + BookSynchronizer.bytes(delta) > maxBytes) {
      clear();
    }
    deltas.add(delta);
    bytes += BookSynchronizer.bytes(delta);
  }

  /** A message of the second connection was lost. */
  public void clear() {
    snapshot = null;
    deltas.clear();
    bytes = 0;
  }

  /** Whether the second connection has brought nothing. */
  public boolean isEmpty() {
    return snapshot == null && deltas.isEmpty();
  }

  /** Whether the book misses nothing if it goes on with the second connection. */
  public boolean continues() {
    return book.state() == BookSynchronizer.State.SYNCED
        ? firstNew() >= 0 && hasReached()
        : snapshot != null;
  }

  /** Whether the second connection is as far as the book, so that the book does not fall behind. */
  private boolean hasReached() {
    return deltas.isEmpty() || !isBehind(deltas.get(deltas.size() - 1));
  }

  private boolean isBehind(BookDelta newest) {
    return newest.lastId() != book.lastId() && rule.isOld(newest, book.lastId());
  }

  /**
   * The place of the first delta that the book does not have; the number of deltas if it has all of
   * them; -1 if they do not meet the book.
   */
  private int firstNew() {
    long at = book.lastId();
    for (int i = deltas.size() - 1; i >= 0; i--) {
      BookDelta delta = deltas.get(i);
      if (delta.lastId() == at || rule.isOld(delta, at)) {
        return i + 1;
      }
      if (rule.takesOver(delta, at)) {
        return i;
      }
    }
    return snapshot != null && snapshot.updateId() == at ? 0 : -1;
  }

  /**
   * What the book is to take now: of a whole book what is new to it, of any other all that is held.
   * Nothing is held any more.
   */
  public Held release() {
    boolean whole = book.state() == BookSynchronizer.State.SYNCED;
    int from = whole ? Math.max(0, firstNew()) : 0;
    Held held = new Held(whole ? null : snapshot, List.copyOf(deltas.subList(from, deltas.size())));
    clear();
    return held;
  }
}
