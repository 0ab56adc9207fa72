// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The same book in the plainest possible form: tree maps of exact decimals. */
final class ReferenceBook {
  private final Side bids = new Side(Comparator.reverseOrder());
  private final Side asks = new Side(Comparator.naturalOrder());

  Side bids() {
    return bids;
  }

  Side asks() {
    return asks;
  }

  void keep(int levels) {
    bids.keep(levels);
    asks.keep(levels);
  }

  boolean isCrossed() {
    return !bids.levels.isEmpty()
        && !asks.levels.isEmpty()
        && bids.levels.firstKey().compareTo(asks.levels.firstKey()) >= 0;
  }

  void verify(OrderBook book, String what) {
    assertThat(book.bidCount()).as(what).isEqualTo(bids.levels.size());
    assertThat(book.askCount()).as(what).isEqualTo(asks.levels.size());
    assertThat(book.knownBidCount()).as(what).isEqualTo(bids.known());
    assertThat(book.knownAskCount()).as(what).isEqualTo(asks.known());
    assertThat(book.knowsAllBids()).as(what).isEqualTo(bids.knownTo == null);
    assertThat(book.knowsAllAsks()).as(what).isEqualTo(asks.knownTo == null);
    assertThat(book.isCrossed()).as(what).isEqualTo(isCrossed());
    assertThat(book.isTwoSided())
        .as(what)
        .isEqualTo(!bids.levels.isEmpty() && !asks.levels.isEmpty());
    int rank = 0;
    for (Map.Entry<BigDecimal, BigDecimal> level : bids.levels.entrySet()) {
      verifyLevel(level, book.bidPrice(rank), book.bidQuantity(rank), book, what);
      rank++;
    }
    rank = 0;
    for (Map.Entry<BigDecimal, BigDecimal> level : asks.levels.entrySet()) {
      verifyLevel(level, book.askPrice(rank), book.askQuantity(rank), book, what);
      rank++;
    }
  }

  private static void verifyLevel(
      Map.Entry<BigDecimal, BigDecimal> expected,
      long price,
      long quantity,
      OrderBook book,
      String what) {
    assertThat(BigDecimal.valueOf(price, book.priceScale()))
        .as(what)
        .isEqualByComparingTo(expected.getKey());
    assertThat(BigDecimal.valueOf(quantity, book.quantityScale()))
        .as(what)
        .isEqualByComparingTo(expected.getValue());
  }

  /** One side, best level first. */
  static final class Side {
    private final NavigableMap<BigDecimal, BigDecimal> levels;
    private BigDecimal knownTo;

    private Side(Comparator<BigDecimal> bestFirst) {
      levels = new TreeMap<>(bestFirst);
    }

    /** The levels, best first. */
    NavigableMap<BigDecimal, BigDecimal> levels() {
      return levels;
    }

    void clear(BigDecimal knownTo) {
      levels.clear();
      this.knownTo = knownTo;
    }

    void set(BigDecimal price, BigDecimal quantity) {
      if (quantity.signum() == 0) {
        levels.remove(price);
      } else {
        levels.put(price, quantity);
      }
    }

    private void keep(int count) {
      boolean dropped = levels.size() > count;
      while (levels.size() > count) {
        levels.pollLastEntry();
      }
      if (dropped) {
        BigDecimal worst = levels.lastKey();
        if (knownTo == null || levels.comparator().compare(worst, knownTo) < 0) {
          knownTo = worst;
        }
      }
    }

    private int known() {
      return knownTo == null ? levels.size() : levels.headMap(knownTo, true).size();
    }
  }
}
