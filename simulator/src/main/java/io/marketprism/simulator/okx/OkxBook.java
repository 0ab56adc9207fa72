// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * One instrument's book as the channel {@code books} shows it: the best 400 levels of a side, and
 * ids of which only the order matters. An update has what changed within the 400 levels and what
 * came into them from below; what fell out of them is not mentioned. Events that change nothing
 * there are not sent, so ids jump (OKX v5 documentation, "Order book channel"). Not thread safe.
 */
final class OkxBook {
  /** Levels per side of the channel. */
  static final int DEPTH = 400;

  /**
   * What is pushed.
   *
   * @param previousId id of the message before; -1 with a snapshot
   * @param id id of this message
   * @param time epoch milliseconds
   * @param checksum CRC32 of the book behind this message, or 0
   * @param marketId the id that the market, and so the truth, has for {@code id}
   */
  record Push(
      List<Level> bids,
      List<Level> asks,
      long previousId,
      long id,
      long time,
      int checksum,
      long marketId) {
    /** The same with at most {@code depth} levels of a side. */
    Push top(int depth) {
      return new Push(top(bids, depth), top(asks, depth), previousId, id, time, checksum, marketId);
    }

    private static List<Level> top(List<Level> side, int depth) {
      return side.subList(0, Math.min(depth, side.size()));
    }
  }

  private final boolean checksums;
  private final Book book;
  private long marketId;
  private long lowered;
  private long lowerNext;
  private long sentId;
  private long time;
  private long sentTime;

  /** A book that begins as the market's whole book at a time in epoch milliseconds. */
  OkxBook(BookSnapshot whole, long time, boolean checksums) {
    this.checksums = checksums;
    this.book = Book.of(whole.bids(), whole.asks());
    this.marketId = whole.lastUpdateId();
    this.sentId = marketId;
    this.time = time;
    this.sentTime = time;
  }

  /** The id of the newest message. */
  long id() {
    return sentId;
  }

  /** Lets ids fall by {@code by} with the next message, as after the venue's maintenance. */
  void lowerIds(long by) {
    lowerNext += by;
  }

  /** Takes what happened; gives the update, unless nothing of it can be seen. */
  Optional<Push> apply(DepthEvent event) {
    if (event.lastId() <= marketId) {
      return Optional.empty();
    }
    marketId = event.lastId();
    time = event.eventTime();
    BigDecimal lastBid = worstSeen(Side.BID);
    BigDecimal lastAsk = worstSeen(Side.ASK);
    book.apply(event.bids(), event.asks());
    List<Level> bids = seen(Side.BID, event.bids(), lastBid);
    List<Level> asks = seen(Side.ASK, event.asks(), lastAsk);
    if (bids.isEmpty() && asks.isEmpty()) {
      return Optional.empty();
    }
    lowered += lowerNext;
    lowerNext = 0;
    long previous = sentId;
    sentId = marketId - lowered;
    sentTime = time;
    return Optional.of(new Push(bids, asks, previous, sentId, time, checksum(), marketId));
  }

  /** The worst price that is shown; null where the side shows all it has. */
  private BigDecimal worstSeen(Side side) {
    NavigableMap<BigDecimal, Level> levels = book.levels(side);
    if (levels.size() <= DEPTH) {
      return null;
    }
    List<Level> top = book.top(side, DEPTH);
    return top.get(DEPTH - 1).price();
  }

  private List<Level> seen(Side side, List<Level> changes, BigDecimal worstBefore) {
    BigDecimal worstNow = worstSeen(side);
    Comparator<BigDecimal> bestFirst =
        side == Side.BID ? Comparator.reverseOrder() : Comparator.naturalOrder();
    List<Level> seen = new ArrayList<>(changes.size());
    for (Level change : changes) {
      BigDecimal worst = change.deletes() ? worstBefore : worstNow;
      if (worst == null || bestFirst.compare(change.price(), worst) <= 0) {
        seen.add(change);
      }
    }
    if (worstBefore != null) {
      var below = book.levels(side).tailMap(worstBefore, false);
      for (Level level : below.values()) {
        if (worstNow != null && bestFirst.compare(level.price(), worstNow) > 0) {
          break;
        }
        if (!changes.contains(level)) {
          seen.add(level);
        }
      }
    }
    return seen;
  }

  /** The snapshot at this moment. */
  Push snapshot() {
    return new Push(
        book.top(Side.BID, DEPTH),
        book.top(Side.ASK, DEPTH),
        -1,
        sentId,
        time,
        checksum(),
        sentId + lowered);
  }

  /** An update without changes, where nothing was sent since {@code before}. */
  Optional<Push> keepAlive(long now, long before) {
    if (sentTime > before) {
      return Optional.empty();
    }
    sentTime = now;
    return Optional.of(new Push(List.of(), List.of(), sentId, sentId, now, checksum(), sentId + lowered));
  }

  private int checksum() {
    return checksums ? OkxChecksum.of(book.top(Side.BID, 25), book.top(Side.ASK, 25)) : 0;
  }
}
