// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.book.OrderBook;
import io.marketprism.model.wire.Goldens.Golden;
import java.util.List;

/** The books of {@link Goldens}. */
final class GoldenBooks {
  private GoldenBooks() {}

  static List<Golden> all() {
    return List.of(
        golden(
            chained(
                Goldens.BINANCE_SPOT,
                snapshot(
                    Goldens.BINANCE_SPOT,
                    98_494_900_012L,
                    1_786_613_174_773L,
                    levels(63_703_50, 1_200_000, 63_701_00, 1),
                    levels(63_704_01, 1_133_198_000, 63_705_00, 40_000_000)),
                98_494_969_448L,
                1_786_613_174_873L,
                1_786_613_174_921L,
                levels(63_704_00, 477_471_000, 63_701_00, 0)),
            Goldens.BINANCE_SPOT,
            1_786_613_174_928L,
            "orderbook.binance.spot.BTC-USDT",
            "orderbook:binance:spot:BTC-USDT:98494969448:1786613174873"),
        golden(
            chained(
                Goldens.BINANCE_PERPETUAL,
                snapshot(
                    Goldens.BINANCE_PERPETUAL,
                    8_765_432_000_000L,
                    1_786_613_174_770L,
                    levels(63_690_00, 5_000_000),
                    levels(63_690_20, 1_280_000_000, 63_691_00, 100_000)),
                8_765_432_101_234L,
                1_786_613_174_870L,
                1_786_613_174_915L,
                levels(63_690_10, 341_200_000)),
            Goldens.BINANCE_PERPETUAL,
            1_786_613_174_920L,
            "orderbook.binance.perpetual.BTC-USDT",
            "orderbook:binance:perpetual:BTC-USDT:8765432101234:1786613174870"),
        golden(
            snapshot(
                Goldens.OKX_SPOT,
                71_203_344_123L,
                1_786_613_174_800L,
                levels(63_703_90, 51_000_000),
                levels(63_704_00, 120_000_000, 63_710_50, 1)),
            Goldens.OKX_SPOT,
            1_786_613_175_000L,
            "orderbook.okx.spot.BTC-USDT",
            "orderbook:okx:spot:BTC-USDT:71203344123:1786613174800"),
        golden(
            afterReset(
                snapshot(
                    Goldens.OKX_PERPETUAL,
                    900,
                    1_786_613_174_700L,
                    levels(63_687_90, 100_000_000),
                    levels(63_688_10, 7_700_000_000L, 63_690_00, 10_000_000)),
                levels(63_688_00, 41_250_000_000L)),
            Goldens.OKX_PERPETUAL,
            1_786_613_174_960L,
            "orderbook.okx.perpetual.BTC-USDT",
            "orderbook:okx:perpetual:BTC-USDT:15:1786613174903"),
        golden(
            chained(
                Goldens.DERIBIT_PERPETUAL,
                snapshot(
                    Goldens.DERIBIT_PERPETUAL,
                    60_012_300_000L,
                    1_786_613_174_790L,
                    levels(63_700_50, 100_000_000, 63_700_00, 50_000_000_000L),
                    levels(63_701_00, 805_000_000_000L, 63_702_50, 1_000_000_000)),
                60_012_345_678L,
                1_786_613_174_890L,
                1_786_613_174_933L,
                levels(63_700_50, 1_234_000_000_000L)),
            Goldens.DERIBIT_PERPETUAL,
            1_786_613_174_939L,
            "orderbook.deribit.perpetual.BTC-USD",
            "orderbook:deribit:perpetual:BTC-USD:60012345678:1786613174890"));
  }

  private static Golden golden(
      OrderBook book, Instrument instrument, long publishTime, String subject, String messageId) {
    return new Golden(
        new OrderBookEncoder(WireOptions.DEFAULT)
            .encode(
                instrument,
                book,
                book.knownBidCount(),
                book.knownAskCount(),
                book.lastId() == book.syncId(),
                publishTime),
        subject,
        messageId);
  }

  private static OrderBook snapshot(
      Instrument instrument, long id, long eventTime, Levels bids, Levels asks) {
    OrderBook book = new OrderBook();
    try {
      book.apply(
          new BookSnapshot(instrument, id, eventTime, eventTime + 61, 2, 8, bids, asks, true, true),
          400);
    } catch (MalformedDecimalException e) {
      throw new IllegalStateException(e);
    }
    return book;
  }

  private static OrderBook chained(
      Instrument instrument,
      OrderBook book,
      long id,
      long eventTime,
      long receiveTime,
      Levels bids) {
    BookDelta delta =
        new BookDelta(
            instrument, book.lastId(), id, id, eventTime, receiveTime, 2, 8, bids, Levels.NONE);
    try {
      book.apply(delta, 400);
    } catch (MalformedDecimalException e) {
      throw new IllegalStateException(e);
    }
    return book;
  }

  /** The venue sets its ids back to 3 and goes on. */
  private static OrderBook afterReset(OrderBook book, Levels bids) {
    chained(Goldens.OKX_PERPETUAL, book, 3, 1_786_613_174_803L, 1_786_613_174_852L, Levels.NONE);
    return chained(Goldens.OKX_PERPETUAL, book, 15, 1_786_613_174_903L, 1_786_613_174_952L, bids);
  }

  private static Levels levels(long... pricesAndQuantities) {
    int size = pricesAndQuantities.length / 2;
    long[] prices = new long[size];
    long[] quantities = new long[size];
    for (int i = 0; i < size; i++) {
      prices[i] = pricesAndQuantities[2 * i];
      quantities[i] = pricesAndQuantities[2 * i + 1];
    }
    return new Levels(prices, quantities, size);
  }
}
