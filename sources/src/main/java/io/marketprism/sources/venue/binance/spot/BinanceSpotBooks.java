// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.sources.book.ChainRule;
import io.marketprism.sources.venue.BookRules;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.binance.BinanceDepth;
import java.util.Map;

/**
 * Binance spot's books: differences on a snapshot that is asked for (rest-api.md, "Order book").
 */
final class BinanceSpotBooks implements BookRules {
  static final BinanceSpotBooks INSTANCE = new BinanceSpotBooks();

  /** The most levels per side that the venue gives. */
  private static final int MOST_LEVELS = 5_000;

  private BinanceSpotBooks() {}

  @Override
  public ChainRule chain() {
    return Chain.INSTANCE;
  }

  @Override
  public boolean snapshotsInStream() {
    return false;
  }

  @Override
  public RestCall snapshotCall(Instrument instrument, int levels) {
    int limit = Math.min(levels, MOST_LEVELS);
    int weight = limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1_000 ? 50 : 250;
    return new RestCall(
        "/api/v3/depth",
        Map.of("symbol", instrument.nativeId(), "limit", Integer.toString(limit)),
        weight);
  }

  @Override
  public BookSnapshot snapshot(Instrument instrument, byte[] body, int levels, long receiveTime)
      throws FrameException {
    return BinanceDepth.read(instrument, body, Math.min(levels, MOST_LEVELS), receiveTime);
  }

  /**
   * Chains by ranges of update ids: an event covers {@code U … u} and continues a book at L if
   * {@code U ≤ L + 1 ≤ u}; one that ends at or before L is old (web-socket-streams.md, "How to
   * manage a local order book correctly").
   *
   * <p>The document calls a snapshot too old whose id is below the first event's {@code U}; a
   * snapshot at {@code U - 1} is taken here, since no update lies between.
   */
  private enum Chain implements ChainRule {
    INSTANCE;

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
}
