// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.util.List;

/**
 * The book of one symbol at one update id, best levels first.
 *
 * @param symbol the venue's symbol
 * @param lastUpdateId the update id up to which everything is contained
 * @param time venue time of the last change, epoch milliseconds; 0 where it is not known
 * @param bids bids, best first, possibly limited in number
 * @param asks asks, best first, possibly limited in number
 */
public record BookSnapshot(
    String symbol, long lastUpdateId, long time, List<Level> bids, List<Level> asks) {
  /** A snapshot whose time is not known. */
  public BookSnapshot(String symbol, long lastUpdateId, List<Level> bids, List<Level> asks) {
    this(symbol, lastUpdateId, 0, bids, asks);
  }

  /** The snapshot of {@code book} with at most {@code limit} levels a side; its time is unknown. */
  public static BookSnapshot of(String symbol, long lastUpdateId, Book book, int limit) {
    return of(symbol, lastUpdateId, 0, book, limit);
  }

  /** The snapshot of {@code book} with at most {@code limit} levels a side. */
  public static BookSnapshot of(String symbol, long lastUpdateId, long time, Book book, int limit) {
    return new BookSnapshot(
        symbol, lastUpdateId, time, book.top(Side.BID, limit), book.top(Side.ASK, limit));
  }

  /** The same with at most {@code limit} levels a side. */
  public BookSnapshot top(int limit) {
    return new BookSnapshot(symbol, lastUpdateId, time, top(bids, limit), top(asks, limit));
  }

  private static List<Level> top(List<Level> side, int limit) {
    return side.subList(0, Math.min(limit, side.size()));
  }
}
