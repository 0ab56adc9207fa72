// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.sources.book.ChainRule;
import io.marketprism.sources.venue.BookRules;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import java.util.Map;

/**
 * Binance spot's books: differences on a snapshot that is asked for (rest-api.md, "Order book").
 */
final class BinanceSpotBooks implements BookRules {
  static final BinanceSpotBooks INSTANCE = new BinanceSpotBooks();

  private BinanceSpotBooks() {}

  @Override
  public ChainRule chain() {
    return BinanceSpotChain.INSTANCE;
  }

  @Override
  public boolean snapshotsInStream() {
    return false;
  }

  @Override
  public RestCall snapshotCall(Instrument instrument, int levels) {
    int weight = levels <= 100 ? 5 : levels <= 500 ? 25 : levels <= 1_000 ? 50 : 250;
    return new RestCall(
        "/api/v3/depth",
        Map.of("symbol", instrument.nativeId(), "limit", Integer.toString(levels)),
        weight);
  }

  @Override
  public BookSnapshot snapshot(Instrument instrument, byte[] body, int levels, long receiveTime)
      throws FrameException {
    return BinanceSpotRest.snapshot(instrument, body, levels, receiveTime);
  }
}
