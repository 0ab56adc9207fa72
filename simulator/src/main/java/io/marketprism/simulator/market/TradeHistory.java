// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest trades of one symbol, ids ascending; at its bound the oldest trade goes. Thread safe.
 */
public final class TradeHistory {
  private final int bound;
  private final Deque<Trade> trades = new ArrayDeque<>();

  /** A history of at most {@code bound} trades. */
  public TradeHistory(int bound) {
    this.bound = bound;
  }

  /** Adds the newest trade. */
  public synchronized void add(Trade trade) {
    if (trades.size() == bound) {
      trades.removeFirst();
    }
    trades.addLast(trade);
  }

  /** At most {@code limit} trades with ids from {@code fromId} on, ascending. */
  public synchronized List<Trade> from(long fromId, int limit) {
    List<Trade> page = new ArrayList<>();
    for (Trade trade : trades) {
      if (trade.id() >= fromId) {
        page.add(trade);
        if (page.size() == limit) {
          break;
        }
      }
    }
    return page;
  }

  /** The newest {@code limit} trades, ascending. */
  public synchronized List<Trade> newest(int limit) {
    return trades.stream().skip(Math.max(0, trades.size() - limit)).toList();
  }

  /** The newest {@code limit} single matches with ids below {@code matchId}, ascending. */
  public synchronized List<Trade> matchesBefore(long matchId, int limit) {
    Deque<Trade> page = new ArrayDeque<>();
    var newestFirst = trades.descendingIterator();
    while (newestFirst.hasNext() && page.size() < limit) {
      Trade trade = newestFirst.next();
      if (trade.firstMatch() < matchId) {
        List<Trade> matches = trade.matches();
        for (int i = matches.size() - 1; i >= 0 && page.size() < limit; i--) {
          if (matches.get(i).id() < matchId) {
            page.addFirst(matches.get(i));
          }
        }
      }
    }
    return List.copyOf(page);
  }
}
