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
 * <p>While a gap is being filled, live trades wait in a bounded buffer, and all instruments of a
 * connection share a {@link WaitingRoom}; what finds no place is dropped and fetched too. What the
 * history does not have is reported as lost with its ids.
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

    /**
     * Trades before {@code next} are missing.
     *
     * @param lost how many by the venue's ids, or {@link #NO_ID} where they do not tell
     */
    void gap(long lastGoodId, long lastGoodTime, Trade next, long lost);

    /**
     * The gap is closed.
     *
     * @param backfilled trades that were fetched
     * @param lost trades that could not be had, or {@link #NO_ID} where the ids do not tell
     */
    void closed(long lastGoodId, Trade next, long backfilled, long lost);

    /**
     * History is needed from {@code fromId} to {@code toId}, both included; the answer goes to
     * {@link #onHistory} or {@link #onHistoryFailed}.
     */
    void requestHistory(long fromId, long toId);
  }

  /** How a venue's ids tell what is missing. */
  public interface Counting {
    /** The first id that a trade stands for; at most its {@link Trade#sequence()}. */
    long firstId(Trade trade);

    /** Whether every id that is skipped is a trade that was missed. */
    boolean holesAreLosses();
  }

  /** Every trade has one id, and no id is skipped. */
  public static final Counting CONTIGUOUS =
      new Counting() {
        @Override
        public long firstId(Trade trade) {
          return trade.sequence();
        }

        @Override
        public boolean holesAreLosses() {
          return true;
        }
      };

  /** No id is known. */
  public static final long NO_ID = Long.MIN_VALUE;

  private final Output output;
  private final Counting counting;
  private final long maxBackfill;
  private final int maxBuffered;
  private final WaitingRoom room;
  private final ArrayDeque<Trade> buffer = new ArrayDeque<>();
  private long lastId = NO_ID;
  private long lastTime = NO_ID;
  private boolean filling;
  private boolean announced;
  private boolean truncated;
  private boolean failed;
  private long gapStartId;
  private long gapStartTime;
  private long backfilled;
  private long lost;

  /**
   * @param output told of everything, on the calling thread
   * @param counting how ids tell what is missing
   * @param maxBackfill most trades fetched for one gap; 0 switches backfill off
   * @param maxBuffered most live trades held while a gap is being filled
   * @param room shared by the instruments of a connection
   */
  public TradeSequencer(
      Output output, Counting counting, long maxBackfill, int maxBuffered, WaitingRoom room) {
    this.output = output;
    this.counting = counting;
    this.maxBackfill = maxBackfill;
    this.maxBuffered = maxBuffered;
    this.room = room;
  }

  /** Continues after a trade id of a checkpoint. */
  public void restore(long id) {
    lastId = id;
  }

  /** A trade of the live stream. */
  public void onTrade(Trade trade) {
    if (filling) {
      if (buffer.size() < maxBuffered && room.enter()) {
        buffer.addLast(trade);
      }
      return;
    }
    if (leavesHole(trade)) {
      open(trade);
      return;
    }
    emit(trade);
  }

  /** Whether no trade is missing between the last one emitted and this one. */
  boolean isNext(Trade trade) {
    return !leavesHole(trade);
  }

  private boolean leavesHole(Trade trade) {
    return lastId != NO_ID && counting.firstId(trade) > lastId + 1;
  }

  private long missingBefore(Trade next) {
    return Math.max(0, counting.firstId(next) - lastId - 1);
  }

  private void open(Trade next) {
    long missing = missingBefore(next);
    gapStartId = lastId;
    gapStartTime = lastTime;
    backfilled = 0;
    lost = 0;
    announced = false;
    truncated = false;
    failed = false;
    if (counting.holesAreLosses()) {
      announce(next);
    }
    if (maxBackfill == 0) {
      hold(next);
      finish(next);
      return;
    }
    if (missing > maxBackfill) {
      // The newest are worth more than the oldest.
      lost = missing - maxBackfill;
      lastId += lost;
      truncated = true;
    }
    hold(next);
    request(next);
  }

  /** A gap is being filled before a trade. */
  private void hold(Trade next) {
    filling = true;
    room.enterAnyway();
    buffer.addLast(next);
  }

  private void request(Trade next) {
    output.requestHistory(lastId + 1, counting.firstId(next) - 1);
  }

  private void announce(Trade next) {
    if (!announced) {
      announced = true;
      long missing = counting.firstId(next) - gapStartId - 1;
      output.gap(gapStartId, gapStartTime, next, counting.holesAreLosses() ? missing : NO_ID);
    }
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
    long end = counting.firstId(next);
    long before = lastId;
    for (Trade trade : page) {
      if (trade.sequence() >= end) {
        break;
      }
      if (trade.sequence() > lastId) {
        announce(next);
        lost += missingBefore(trade);
        backfilled++;
        pass(trade);
      }
    }
    boolean reached =
        lastId + 1 == end || !page.isEmpty() && page.get(page.size() - 1).sequence() >= end;
    if (reached || lastId == before) {
      finish(next);
    } else {
      request(next);
    }
  }

  /** History cannot be had: the rest of the gap is lost. */
  public void onHistoryFailed() {
    if (filling) {
      failed = true;
      finish(buffer.peekFirst());
    }
  }

  /**
   * History is read later than usual. The gap is announced, even where skipped ids alone are no
   * proof of one: the live trades wait for it.
   */
  public void onHistoryDeferred() {
    if (filling) {
      announce(buffer.peekFirst());
    }
  }

  private void finish(Trade next) {
    lost += missingBefore(next);
    filling = false;
    if (failed || truncated) {
      announce(next);
    }
    if (announced) {
      // Where ids are skipped without a trade, only a history that was cut short leaves a doubt.
      boolean known = counting.holesAreLosses();
      output.closed(gapStartId, next, backfilled, known ? lost : failed || truncated ? NO_ID : 0);
    }
    while (!filling && !buffer.isEmpty()) {
      Trade waiting = buffer.removeFirst();
      room.leave(1);
      if (waiting != next && leavesHole(waiting)) {
        ArrayDeque<Trade> rest = new ArrayDeque<>(buffer);
        room.leave(buffer.size());
        buffer.clear();
        onTrade(waiting);
        rest.forEach(this::onTrade);
        return;
      }
      emit(waiting);
    }
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

  /** The instrument has ended: what waits is dropped. */
  public void close() {
    room.leave(buffer.size());
    buffer.clear();
    filling = false;
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
