// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.book.OrderBook;
import io.marketprism.sources.book.ChainRule;

/**
 * One book out of the chains of two connections that carry it: whichever first says what continues
 * the book moves it, and what the other says of the same updates is dropped. A chain that breaks
 * does not touch the book while the other one can continue it, which it can when it has not passed
 * the book yet.
 *
 * <p>Chains are joined by the venue's ids. A delta continues the book if it changes the very state
 * that the book is in, or if the venue's rule lets a delta begin in the midst of another one's
 * updates ({@link ChainRule#startsFrom}). Ids alone never make a state older or newer where that
 * would silence the book: the venue's event times show when a chain that seems to be behind is in
 * truth beyond a new count of its ids, and then the book is lost, not frozen.
 *
 * <p>Pure: no clock, no Flink. Not thread-safe.
 */
final class Replicas {
  /** What is to become of an event. */
  enum Verdict {
    /** The book takes it over. */
    TAKE,
    /** The book takes the snapshot over, and what was between the two is lost. */
    TAKE_OVER_GAP,
    /** The book has it already, or gets it from the other chain. */
    DROP,
    /** No chain continues the book, if there is one. */
    LOST
  }

  /** What is known of one connection's chain. */
  private enum Chain {
    /** It was not heard of yet; it may continue a restored book. */
    UNKNOWN,
    WHOLE,
    /** The connection is gone; the chain may be resumed. */
    AWAY,
    BROKEN
  }

  /** Venue time for which the book may stand still while a chain goes on past it, ms. */
  private static final long PATIENCE_MS = 10_000;

  private static final int CONNECTIONS = 2;

  private final ChainRule rule;
  private final Chain[] chains = {Chain.UNKNOWN, Chain.UNKNOWN};
  private final long[] ids = new long[CONNECTIONS];
  private long passedSince = FeedStatus.NONE;

  Replicas(ChainRule rule) {
    this.rule = rule;
  }

  /**
   * Judges a delta.
   *
   * @param book the book, or null where there is none
   * @param live whether the book is proven, not merely restored
   */
  Verdict onDelta(BookDelta delta, OrderBook book, boolean live) {
    int chain = delta.replica() - 1;
    chains[chain] = Chain.WHOLE;
    ids[chain] = delta.lastId();
    if (book == null) {
      return Verdict.LOST;
    }
    if (continues(delta, book.lastId())) {
      passedSince = FeedStatus.NONE;
      return Verdict.TAKE;
    }
    if (delta.lastId() <= book.lastId() && delta.lastId() >= delta.previousId()) {
      boolean countsAnew =
          book.eventTime() > 0 && delta.eventTime() - book.eventTime() > PATIENCE_MS;
      return countsAnew ? Verdict.LOST : Verdict.DROP;
    }
    return standsStill(delta) || !anotherContinues(chain, book, live) ? Verdict.LOST : Verdict.DROP;
  }

  private boolean continues(BookDelta delta, long id) {
    return delta.previousId() == id
        || delta.previousId() < id && id < delta.lastId() && rule.startsFrom(delta, id);
  }

  /** The chain has passed the book: whoever should bring it along must do so in time. */
  private boolean standsStill(BookDelta delta) {
    if (passedSince == FeedStatus.NONE) {
      passedSince = delta.eventTime();
    }
    return delta.eventTime() - passedSince > PATIENCE_MS;
  }

  private boolean anotherContinues(int than, OrderBook book, boolean live) {
    for (int chain = 0; chain < CONNECTIONS; chain++) {
      if (chain != than && canContinue(chain, book, live)) {
        return true;
      }
    }
    return false;
  }

  private boolean canContinue(int chain, OrderBook book, boolean live) {
    return chains[chain] == Chain.WHOLE && ids[chain] <= book.lastId()
        || chains[chain] == Chain.UNKNOWN && !live;
  }

  /**
   * Judges a snapshot. One that is ahead of the book is always taken; one that lies behind it only
   * where the book asked for it to know more levels, and its own chain brings it forward again.
   *
   * @param book the book, or null where there is none
   * @param live whether the book is proven, not merely restored
   * @param wanted whether the book asked for a snapshot while it is whole
   */
  Verdict onSnapshot(BookSnapshot snapshot, OrderBook book, boolean live, boolean wanted) {
    int chain = snapshot.replica() - 1;
    boolean wasWhole = chains[chain] == Chain.WHOLE;
    long before = ids[chain];
    chains[chain] = Chain.WHOLE;
    ids[chain] = snapshot.updateId();
    if (book == null || snapshot.updateId() == book.lastId() && !live) {
      return taken(Verdict.TAKE);
    }
    if (!live) {
      return taken(Verdict.TAKE_OVER_GAP);
    }
    if (isAhead(snapshot, book)) {
      boolean continued =
          wasWhole && before <= book.lastId() || anotherContinues(chain, book, true);
      return taken(continued ? Verdict.TAKE : Verdict.TAKE_OVER_GAP);
    }
    boolean comesForward =
        snapshot.updateId() == book.lastId() || wasWhole && before >= book.lastId();
    return wanted && comesForward ? taken(Verdict.TAKE) : Verdict.DROP;
  }

  private Verdict taken(Verdict verdict) {
    passedSince = FeedStatus.NONE;
    return verdict;
  }

  /** By its id, unless its time says that it is of an older count. */
  private static boolean isAhead(BookSnapshot snapshot, OrderBook book) {
    return snapshot.updateId() > book.lastId()
        && (snapshot.eventTime() == 0 || snapshot.eventTime() >= book.eventTime());
  }

  /**
   * Judges the end of a chain.
   *
   * @param book the book, or null where there is none
   * @param live whether the book is proven, not merely restored
   */
  Verdict onReset(BookReset reset, OrderBook book, boolean live) {
    int chain = reset.replica() - 1;
    chains[chain] = reset.away() ? Chain.AWAY : Chain.BROKEN;
    if (book == null || anotherContinues(chain, book, live)) {
      return Verdict.DROP;
    }
    // A chain that is away may be resumed, unless the other one shows that it missed something.
    return reset.away() && !isAnyWhole() ? Verdict.DROP : Verdict.LOST;
  }

  /** Whether a chain goes on that does not know that the book is lost. */
  boolean isAnyWhole() {
    for (Chain chain : chains) {
      if (chain == Chain.WHOLE) {
        return true;
      }
    }
    return false;
  }
}
