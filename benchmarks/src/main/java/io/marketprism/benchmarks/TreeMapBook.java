// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Levels;
import io.marketprism.model.book.OrderBook;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The book most collectors keep: two tree maps of exact decimals. The yardstick for ours. */
final class TreeMapBook {
  private final NavigableMap<BigDecimal, BigDecimal> bids =
      new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<BigDecimal, BigDecimal> asks = new TreeMap<>();

  /** A delta in this book's own types, so that a benchmark measures no conversion. */
  record Delta(List<BigDecimal[]> bids, List<BigDecimal[]> asks) {
    static Delta of(BookDelta delta) {
      return new Delta(decimals(delta.bids()), decimals(delta.asks()));
    }
  }

  TreeMapBook(BookSnapshot snapshot) {
    set(bids, decimals(snapshot.bids()));
    set(asks, decimals(snapshot.asks()));
  }

  NavigableMap<BigDecimal, BigDecimal> bids() {
    return bids;
  }

  NavigableMap<BigDecimal, BigDecimal> asks() {
    return asks;
  }

  void apply(Delta delta, int keepDepth) {
    set(bids, delta.bids);
    set(asks, delta.asks);
    keep(bids, keepDepth);
    keep(asks, keepDepth);
  }

  /**
   * @throws IllegalStateException if the other book holds something else
   */
  void requireSame(OrderBook book) {
    boolean same = book.bidCount() == bids.size() && book.askCount() == asks.size();
    int rank = 0;
    for (Map.Entry<BigDecimal, BigDecimal> bid : bids.entrySet()) {
      same = same && equal(bid, book.bidPrice(rank), book.bidQuantity(rank));
      rank++;
    }
    rank = 0;
    for (Map.Entry<BigDecimal, BigDecimal> ask : asks.entrySet()) {
      same = same && equal(ask, book.askPrice(rank), book.askQuantity(rank));
      rank++;
    }
    if (!same) {
      throw new IllegalStateException("the two books differ: the benchmark compares nothing");
    }
  }

  private static boolean equal(Map.Entry<BigDecimal, BigDecimal> level, long price, long quantity) {
    BigDecimal exactPrice = BigDecimal.valueOf(price, SyntheticMarket.PRICE_SCALE);
    BigDecimal exactQuantity = BigDecimal.valueOf(quantity, SyntheticMarket.QUANTITY_SCALE);
    return level.getKey().compareTo(exactPrice) == 0
        && level.getValue().compareTo(exactQuantity) == 0;
  }

  private static void set(NavigableMap<BigDecimal, BigDecimal> side, List<BigDecimal[]> levels) {
    for (BigDecimal[] level : levels) {
      if (level[1].signum() == 0) {
        side.remove(level[0]);
      } else {
        side.put(level[0], level[1]);
      }
    }
  }

  private static void keep(NavigableMap<BigDecimal, BigDecimal> side, int depth) {
    while (side.size() > depth) {
      side.pollLastEntry();
    }
  }

  private static List<BigDecimal[]> decimals(Levels levels) {
    List<BigDecimal[]> decimals = new ArrayList<>(levels.size());
    for (int i = 0; i < levels.size(); i++) {
      decimals.add(
          new BigDecimal[] {
            BigDecimal.valueOf(levels.price(i), SyntheticMarket.PRICE_SCALE),
            BigDecimal.valueOf(levels.quantity(i), SyntheticMarket.QUANTITY_SCALE)
          });
    }
    return decimals;
  }
}
