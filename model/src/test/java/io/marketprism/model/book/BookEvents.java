// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.book;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.model.Levels;

/** Short forms of book events for tests. */
final class BookEvents {
  static final Instrument BTC_USDT = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  static final long EVENT_TIME = 1_723_161_255_208L;
  static final long RECEIVE_TIME = EVENT_TIME + 40;

  private BookEvents() {}

  /** Levels of alternating prices and quantities. */
  static Levels levels(long... pricesAndQuantities) {
    int size = pricesAndQuantities.length / 2;
    long[] prices = new long[size];
    long[] quantities = new long[size];
    for (int i = 0; i < size; i++) {
      prices[i] = pricesAndQuantities[2 * i];
      quantities[i] = pricesAndQuantities[2 * i + 1];
    }
    return new Levels(prices, quantities, size);
  }

  static BookSnapshot snapshot(
      long id,
      int priceScale,
      int quantityScale,
      Levels bids,
      Levels asks,
      boolean bidsComplete,
      boolean asksComplete) {
    return new BookSnapshot(
        BTC_USDT,
        id,
        EVENT_TIME + id,
        RECEIVE_TIME + id,
        priceScale,
        quantityScale,
        bids,
        asks,
        bidsComplete,
        asksComplete);
  }

  /** A small two-sided book. */
  static BookSnapshot snapshot(long id, Integrity integrity) {
    return new BookSnapshot(
        BTC_USDT,
        id,
        EVENT_TIME + id,
        RECEIVE_TIME + id,
        0,
        0,
        levels(100, 1),
        levels(101, 1),
        true,
        true,
        integrity);
  }

  static BookDelta delta(
      long previousId, long id, int priceScale, int quantityScale, Levels bids, Levels asks) {
    return new BookDelta(
        BTC_USDT,
        previousId,
        previousId + 1,
        id,
        EVENT_TIME + id,
        RECEIVE_TIME + id,
        priceScale,
        quantityScale,
        bids,
        asks);
  }
}
