// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import io.marketprism.model.DataType;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.TradeRules;
import io.marketprism.sources.venue.Venues;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * One instrument's trades that wait because trades before them are missing on one of two
 * connections, and how far each connection has come. Each connection's trades come in the order of
 * their sequence, so one that has come past a hole cannot fill it any more. Not thread-safe.
 */
final class HeldTrades {
  /** Most trades that wait. */
  static final int MOST = 1_000;

  private static final int CONNECTIONS = 2;

  private final TreeMap<Long, Trade> trades = new TreeMap<>();
  private final long[] reached = new long[CONNECTIONS];
  private TradeRules rules;
  private long timer;

  HeldTrades() {
    Arrays.fill(reached, Long.MIN_VALUE);
  }

  /** The id before which nothing may be missing; none where the venue skips ids. */
  long firstId(Trade trade) {
    if (rules == null) {
      rules = Venues.of(trade.instrument(), DataType.TRADE).trades();
    }
    return rules.holesAreLosses() ? rules.firstId(trade) : Long.MIN_VALUE;
  }

  /** A trade of a connection arrived. */
  void arrived(Trade trade) {
    reached[trade.replica() - 1] = trade.sequence();
  }

  /** Adds a trade; false if it waits already. */
  boolean add(Trade trade) {
    return trades.putIfAbsent(trade.sequence(), trade) == null;
  }

  boolean isEmpty() {
    return trades.isEmpty();
  }

  boolean isFull() {
    return trades.size() >= MOST;
  }

  /** The trade of the lowest sequence. */
  Trade first() {
    return trades.firstEntry().getValue();
  }

  void removeFirst() {
    trades.pollFirstEntry();
  }

  /** Whether a connection may still bring what comes before an id. */
  boolean mayBeFilled(long before) {
    for (long sequence : reached) {
      if (sequence < before - 1) {
        return true;
      }
    }
    return false;
  }

  /** When the waiting ends, ms since the epoch. */
  long timer() {
    return timer;
  }

  void timer(long time) {
    timer = time;
  }
}
