// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import java.util.List;

/** How a venue counts trades, and how missed ones are had. Stateless; any thread. */
public interface TradeRules {

  /** In which direction the venue's history is read. */
  enum Direction {
    /** A page holds the oldest trades from the asked id on, ascending. */
    ASCENDING,
    /** A page holds the newest trades up to the asked id, descending or ascending. */
    DESCENDING
  }

  /**
   * The first id that a trade stands for: its {@link Trade#sequence()}, or a lower one where the
   * venue gathers several matches in one message and counts them all.
   */
  default long firstId(Trade trade) {
    return trade.sequence();
  }

  /**
   * Whether every id that the venue skips is a trade that was missed. Where that is not known, a
   * hole is a gap only if the history holds trades in it.
   */
  default boolean holesAreLosses() {
    return true;
  }

  /** How the history is read. */
  Direction direction();

  /**
   * The call for a page of history.
   *
   * @param fromId lowest id wanted
   * @param toId highest id wanted
   */
  RestCall historyCall(Instrument instrument, long fromId, long toId);

  /**
   * Reads a page of history, ascending, marked as backfilled. It may hold trades outside of what
   * was asked for; an empty page means that the venue has no more in that direction.
   *
   * @throws FrameException if the answer is none
   */
  List<Trade> history(Instrument instrument, byte[] body, long receiveTime) throws FrameException;
}
