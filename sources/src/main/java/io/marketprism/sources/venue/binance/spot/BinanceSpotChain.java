// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import io.marketprism.model.BookDelta;
import io.marketprism.sources.book.ChainRule;

/**
 * Binance spot chains by ranges of update ids: an event covers {@code U … u} and continues a book
 * at L if {@code U ≤ L + 1 ≤ u}; one that ends at or before L is old (web-socket-streams.md, "How
 * to manage a local order book correctly").
 *
 * <p>The document calls a snapshot too old whose id is below the first event's {@code U}; a
 * snapshot at {@code U - 1} is taken here, since no update lies between.
 */
final class BinanceSpotChain implements ChainRule {
  static final BinanceSpotChain INSTANCE = new BinanceSpotChain();

  private BinanceSpotChain() {}

  @Override
  public boolean isOld(BookDelta delta, long id) {
    return delta.lastId() <= id;
  }

  @Override
  public boolean continues(BookDelta delta, long id) {
    return delta.firstId() <= id + 1 && id + 1 <= delta.lastId();
  }

  @Override
  public boolean isCovered(BookDelta delta, long id) {
    return delta.lastId() <= id;
  }

  @Override
  public boolean startsFrom(BookDelta delta, long id) {
    return continues(delta, id);
  }
}
