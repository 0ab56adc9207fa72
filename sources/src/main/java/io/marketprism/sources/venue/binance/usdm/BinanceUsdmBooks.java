// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.sources.book.ChainRule;
import io.marketprism.sources.venue.BookRules;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.binance.BinanceDepth;
import java.util.Map;

/** USD-M's books: differences on a snapshot that is asked for (USD-M "Order Book"). */
final class BinanceUsdmBooks implements BookRules {
  static final BinanceUsdmBooks INSTANCE = new BinanceUsdmBooks();

  /** The numbers of levels per side that the venue takes. */
  private static final int[] LIMITS = {5, 10, 20, 50, 100, 500, 1_000};

  private BinanceUsdmBooks() {}

  @Override
  public ChainRule chain() {
    return Chain.INSTANCE;
  }

  @Override
  public boolean snapshotsInStream() {
    return false;
  }

  /** The smallest number that the venue takes and that is enough; 1,000 is the most it gives. */
  static int limit(int levels) {
    for (int limit : LIMITS) {
      if (limit >= levels) {
        return limit;
      }
    }
    return LIMITS[LIMITS.length - 1];
  }

  @Override
  public RestCall snapshotCall(Instrument instrument, int levels) {
    int limit = limit(levels);
    int weight = limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
    return new RestCall(
        "/fapi/v1/depth",
        Map.of("symbol", instrument.nativeId(), "limit", Integer.toString(limit)),
        weight);
  }

  @Override
  public BookSnapshot snapshot(Instrument instrument, byte[] body, int levels, long receiveTime)
      throws FrameException {
    return BinanceDepth.read(instrument, body, limit(levels), receiveTime);
  }

  /**
   * Chains by {@code pu}: an event holds every change after {@code pu} up to {@code u}, and
   * continues the book whose last event ended at {@code pu}. {@code U … u} of consecutive events
   * are not contiguous and are not compared (USD-M "How to manage a local order book correctly").
   *
   * <p>On a snapshot at L, the document drops events with {@code u < L} and starts with {@code U ≤
   * L ≤ u}; on the wire {@code pu = L} is seen too. An event with {@code u = L} is dropped here as
   * well: all it changes is in the snapshot, and the one after it has {@code pu = L}. Of the
   * others, {@code pu ≤ L} says that nothing lies between the snapshot and the event; it holds for
   * {@code pu = L}, and wherever {@code U ≤ L}, since {@code pu < U}. An event that says otherwise
   * of its own {@code pu} is taken by its {@code U}, as the document has it. What is left, {@code
   * pu > L}, is a snapshot that is too old.
   */
  private enum Chain implements ChainRule {
    INSTANCE;

    @Override
    public boolean isOld(BookDelta delta, long id) {
      return delta.lastId() <= id;
    }

    @Override
    public boolean continues(BookDelta delta, long id) {
      return delta.previousId() == id;
    }

    @Override
    public boolean isCovered(BookDelta delta, long id) {
      return delta.lastId() <= id;
    }

    @Override
    public boolean startsFrom(BookDelta delta, long id) {
      return delta.previousId() <= id || delta.firstId() <= id;
    }

    /**
     * The state of a book is what a snapshot at its id would show, so what may be applied first to
     * a snapshot may go on from it.
     */
    @Override
    public boolean takesOver(BookDelta delta, long id) {
      return !isOld(delta, id) && startsFrom(delta, id);
    }
  }
}
