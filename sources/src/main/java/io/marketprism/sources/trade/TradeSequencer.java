// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.trade;

import io.marketprism.model.Trade;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Lets one instrument's trades through in order of their contiguous ids, each once, and has what is
 * missing fetched from the venue's history before it goes on, also across reconnects. Trades are
 * judged by id, never by time.
 *
 * <p>While a gap is being filled, live trades wait in a bounded buffer; what finds it full is
 * dropped and fetched too. What the history does not have is reported as lost with its ids.
 *
 * <p>No I/O, no clock, not thread-safe: all calls come from the feed's thread.
 */
public final class TradeSequencer {

  /** What the sequencer tells its feed. */
  public interface Output {
    /** A trade to emit. */
    void trade(Trade trade);

    /** A trade that was seen before. */
    void duplicate(Trade trade);

    /** Ids {@code lastGood.sequence + 1 … next.sequence - 1} are missing. */
    void gap(long lastGoodId, long lastGoodTime, Trade next, long lost);

    /** The gap is closed: {@code backfilled} trades were fetched, {@code lost} could not be had. */
    void closed(long lastGoodId, Trade next, long backfilled, long lost);

    /**
     * History is needed, ascending from {@code fromId}; the answer goes to {@link #onHistory} or
     * {@link #onHistoryFailed}.
     */
    void requestHistory(long fromId);
  }

  /** No id is known. */
  public static final long NO_ID = Long.MIN_VALUE;

  private final Output output;
  private final long maxBackfill;
  private final int maxBuffered;
  private final ArrayDeque<Trade> buffer = new ArrayDeque<>();
  private long lastId = NO_ID;
  private long lastTime = NO_ID;
  private boolean filling;
  private long gapStartId;
  private long backfilled;
  private long lost;

  /**
   * @param output told of everything, on the calling thread
   * @param maxBackfill most trades fetched for one gap; 0 switches backfill off
   * @param maxBuffered most live trades held while a gap is being filled
   */
  public TradeSequencer(Output output, long maxBackfill, int maxBuffered) {
    this.output = output;
    this.maxBackfill = maxBackfill;
    this.maxBuffered = maxBuffered;
  }

  /** Continues after a trade id of a checkpoint. */
  public void restore(long id) {
    lastId = id;
  }

  /** A trade of the live stream. */
  public void onTrade(Trade trade) {
    if (filling) {
      if (buffer.size() < maxBuffered) {
        buffer.addLast(trade);
      }
      return;
    }
    if (lastId != NO_ID && trade.sequence() > lastId + 1) {
      open(trade);
      return;
    }
    emit(trade);
  }

  private void open(Trade next) {
    long missing = next.sequence() - lastId - 1;
    gapStartId = lastId;
    backfilled = 0;
    lost = 0;
    output.gap(lastId, lastTime, next, missing);
    if (maxBackfill == 0) {
      lost = missing;
      close(next);
      emit(next);
      return;
    }
    if (missing > maxBackfill) {
      // The newest are worth more than the oldest.
      lost = missing - maxBackfill;
      lastId += lost;
    }
    filling = true;
    buffer.addLast(next);
    output.requestHistory(lastId + 1);
  }

  /**
   * A page of history, ascending; trades outside of the gap are ignored. An empty page means that
   * the venue has no more.
   */
  public void onHistory(List<Trade> page) {
    if (!filling) {
      return;
    }
    Trade next = buffer.peekFirst();
    long before = lastId;
    for (Trade trade : page) {
      if (trade.sequence() >= next.sequence()) {
        break;
      }
      if (trade.sequence() > lastId) {
        lost += trade.sequence() - lastId - 1;
        backfilled++;
        pass(trade);
      }
    }
    boolean reached =
        lastId + 1 == next.sequence()
            || !page.isEmpty() && page.get(page.size() - 1).sequence() >= next.sequence();
    if (reached || lastId == before) {
      finish(next);
    } else {
      output.requestHistory(lastId + 1);
    }
  }

  /** History cannot be had: the rest of the gap is lost. */
  public void onHistoryFailed() {
    if (filling) {
      finish(buffer.peekFirst());
    }
  }

  private void finish(Trade next) {
    lost += next.sequence() - lastId - 1;
    filling = false;
    close(next);
    while (!filling && !buffer.isEmpty()) {
      Trade waiting = buffer.removeFirst();
      if (waiting.sequence() > lastId + 1 && waiting != next) {
        ArrayDeque<Trade> rest = new ArrayDeque<>(buffer);
        buffer.clear();
        onTrade(waiting);
        rest.forEach(this::onTrade);
        return;
      }
      emit(waiting);
    }
  }

  private void close(Trade next) {
    output.closed(gapStartId, next, backfilled, lost);
  }

  private void emit(Trade trade) {
    if (lastId != NO_ID && trade.sequence() <= lastId) {
      output.duplicate(trade);
      return;
    }
    pass(trade);
  }

  private void pass(Trade trade) {
    lastId = trade.sequence();
    lastTime = trade.eventTime();
    output.trade(trade);
  }

  /** Id of the last emitted trade, or {@link #NO_ID}. */
  public long lastId() {
    return lastId;
  }

  /** Whether a gap is being filled. */
  public boolean isFilling() {
    return filling;
  }

  /** Live trades held. */
  public int bufferedTrades() {
    return buffer.size();
  }
}
