// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.truth.TruthBooks;
import java.util.BitSet;

/**
 * Which trades of one instrument were published over one transport: three bits an id that the venue
 * gave. Not thread safe.
 */
final class PublishedTrades {
  private static final int MAX_SPAN = 1 << 30;

  private final PatientTruth truth;
  private final String instrument;
  private final long origin;
  private final BitSet ids = new BitSet();
  private final BitSet backfilled = new BitSet();
  private final BitSet gathered = new BitSet();

  PublishedTrades(PatientTruth truth, String instrument) {
    this.truth = truth;
    this.instrument = instrument;
    TruthBooks books = truth.books();
    origin = firstCovered(books.trade(instrument, books.tradeId(instrument, 0)).orElseThrow());
  }

  /** The first id that a trade stands for: its own, or that of its first match. */
  static long firstCovered(Trade trade) {
    return trade.id() == trade.lastMatch() ? trade.firstMatch() : trade.id();
  }

  /** Whether an id is so far from the first one that it cannot be remembered. */
  boolean isTooFar(long id) {
    return id < origin || id - origin >= MAX_SPAN;
  }

  /** Notes the ids from {@code first} to {@code last}; gives whether one was there before. */
  boolean add(long first, long last, boolean wasBackfilled) {
    int from = place(first);
    int end = place(last) + 1;
    boolean repeated = ids.nextSetBit(from) >= 0 && ids.nextSetBit(from) < end;
    ids.set(from, end);
    if (wasBackfilled) {
      backfilled.set(from, end);
    }
    gathered.set(from, end, last > first);
    return repeated;
  }

  /** Whether what was published last of an id is a trade that gathers several. */
  boolean isGathered(long id) {
    return !isTooFar(id) && gathered.get(place(id));
  }

  private int place(long id) {
    return (int) Math.max(0, Math.min(MAX_SPAN, id - origin));
  }

  boolean has(long id) {
    return !isTooFar(id) && ids.get(place(id));
  }

  /** The greatest id, -1 where there is none. */
  long last() {
    return ids.isEmpty() ? -1 : origin + ids.length() - 1;
  }

  long first() {
    return ids.isEmpty() ? -1 : origin + ids.nextSetBit(0);
  }

  /** The least id from {@code id} on that was not published. */
  long nextMissing(long id) {
    return origin + ids.nextClearBit(place(id));
  }

  /** How many ids of a range were published as fetched from the history. */
  int backfilledIn(long first, long last) {
    return backfilled.get(place(first), place(last) + 1).cardinality();
  }

  /** How many ids of a range were published live and never as fetched. */
  int liveIn(long first, long last) {
    BitSet live = ids.get(place(first), place(last) + 1);
    live.andNot(backfilled.get(place(first), place(last) + 1));
    return live.cardinality();
  }

  PatientTruth truth() {
    return truth;
  }

  String instrument() {
    return instrument;
  }
}
