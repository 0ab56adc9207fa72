// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.Decimals;
import io.marketprism.model.book.OrderBook;

/** The four values of the last quote of a book. */
final class TopOfBook {
  private boolean known;
  private int priceScale;
  private int quantityScale;
  private long bidPrice;
  private long bidQuantity;
  private long askPrice;
  private long askQuantity;

  /** Takes over the top of a two-sided book; returns whether a value changed. */
  boolean update(OrderBook book) {
    boolean same =
        known
            && same(bidPrice, priceScale, book.bidPrice(0), book.priceScale())
            && same(bidQuantity, quantityScale, book.bidQuantity(0), book.quantityScale())
            && same(askPrice, priceScale, book.askPrice(0), book.priceScale())
            && same(askQuantity, quantityScale, book.askQuantity(0), book.quantityScale());
    known = true;
    priceScale = book.priceScale();
    quantityScale = book.quantityScale();
    bidPrice = book.bidPrice(0);
    bidQuantity = book.bidQuantity(0);
    askPrice = book.askPrice(0);
    askQuantity = book.askQuantity(0);
    return !same;
  }

  /** The next top counts as changed. */
  void forget() {
    known = false;
  }

  private static boolean same(long left, int leftScale, long right, int rightScale) {
    return leftScale == rightScale
        ? left == right
        : Decimals.toPlainString(left, leftScale).equals(Decimals.toPlainString(right, rightScale));
  }
}
