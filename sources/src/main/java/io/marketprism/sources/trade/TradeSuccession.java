// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.trade;

import io.marketprism.model.Trade;
import java.util.ArrayDeque;
import java.util.List;

/**
 * One instrument's trades as a second connection brings them, beside a sequencer that still lives
 * on the first. They continue it once no trade lies between its last one and the first one held; if
 * the second connection is ahead, the first one has yet to bring what is in between.
 *
 * <p>Holds the newest trades up to a limit. No I/O, no clock, not thread-safe: all calls come from
 * the feed's thread.
 */
public final class TradeSuccession {
  private final TradeSequencer sequencer;
  private final int maxHeld;
  private final ArrayDeque<Trade> held = new ArrayDeque<>();
  private boolean joined;

  /**
   * @param sequencer what the trades are to continue
   * @param maxHeld most trades held; the oldest make room
   */
  public TradeSuccession(TradeSequencer sequencer, int maxHeld) {
    this.sequencer = sequencer;
    this.maxHeld = maxHeld;
  }

  /** A trade of the second connection. */
  public void onTrade(Trade trade) {
    if (held.size() >= maxHeld) {
      held.removeFirst();
      joined = false;
    }
    held.addLast(trade);
  }

  /** A trade of the second connection was lost. */
  public void clear() {
    held.clear();
    joined = false;
  }

  /** Whether the second connection has brought nothing. */
  public boolean isEmpty() {
    return held.isEmpty() && !joined;
  }

  /**
   * Whether the sequencer misses nothing if it goes on with the second connection. Not while it
   * waits for the history of a gap.
   */
  public boolean continues() {
    if (sequencer.isFilling()) {
      return false;
    }
    // What the second connection had when the first one had it too is no news, and all that comes
    // after it will come there as well.
    while (!held.isEmpty() && held.peekFirst().sequence() <= sequencer.lastId()) {
      held.removeFirst();
      joined = true;
    }
    return joined || !held.isEmpty() && sequencer.isNext(held.peekFirst());
  }

  /** The trades held, in the order of their arrival; none are held any more. */
  public List<Trade> release() {
    List<Trade> all = List.copyOf(held);
    clear();
    return all;
  }
}
