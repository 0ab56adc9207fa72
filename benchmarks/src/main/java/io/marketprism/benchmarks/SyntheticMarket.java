// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import java.util.Random;
import java.util.TreeSet;

/**
 * A deterministic market at price scale 2 and quantity scale 5: a full book around 60,000 on a grid
 * of one tick, and deltas of ten levels a side whose changes crowd near the best price, a quarter
 * of them deletes. Deltas carry absolute quantities, so they can be applied over and over: from the
 * second round on each round leads through the same books.
 */
final class SyntheticMarket {
  static final Instrument BTC_USDT = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  static final int PRICE_SCALE = 2;
  static final int QUANTITY_SCALE = 5;

  private static final long MIDDLE = 60_000_00;
  private static final int CHANGES_PER_SIDE = 10;
  private static final long TIME = 1_723_161_255_208L;

  private final int levels;
  private final Random random = new Random(42);

  /**
   * @param levels levels of each side
   */
  SyntheticMarket(int levels) {
    this.levels = levels;
  }

  BookSnapshot snapshot() {
    return new BookSnapshot(
        BTC_USDT,
        1,
        TIME,
        TIME + 40,
        PRICE_SCALE,
        QUANTITY_SCALE,
        fullSide(-1),
        fullSide(1),
        true,
        true);
  }

  BookDelta[] deltas(int count) {
    BookDelta[] deltas = new BookDelta[count];
    for (int i = 0; i < count; i++) {
      deltas[i] =
          new BookDelta(
              BTC_USDT,
              i + 1,
              i + 2,
              i + 2,
              TIME + 100L * i,
              TIME + 100L * i + 40,
              PRICE_SCALE,
              QUANTITY_SCALE,
              changes(-1),
              changes(1));
    }
    return deltas;
  }

  /** Numbers as a venue writes them, prices and quantities in turn, with trailing zeros. */
  String[] numbers(int count) {
    String[] numbers = new String[count];
    for (int i = 0; i < count; i++) {
      numbers[i] =
          i % 2 == 0
              ? "%d.%02d000000".formatted(59_000 + random.nextInt(2_000), random.nextInt(100))
              : "%d.%05d000".formatted(random.nextInt(4), random.nextInt(100_000));
    }
    return numbers;
  }

  private Levels fullSide(int direction) {
    long[] prices = new long[levels];
    long[] quantities = new long[levels];
    for (int i = 0; i < levels; i++) {
      prices[i] = MIDDLE + direction * (i + 1L);
      quantities[i] = quantity();
    }
    return new Levels(prices, quantities, levels);
  }

  private Levels changes(int direction) {
    TreeSet<Long> chosen = new TreeSet<>();
    while (chosen.size() < CHANGES_PER_SIDE) {
      double distance = Math.abs(random.nextGaussian()) * levels / 8;
      chosen.add(MIDDLE + direction * (1 + Math.min(levels - 1L, (long) distance)));
    }
    long[] prices = new long[CHANGES_PER_SIDE];
    long[] quantities = new long[CHANGES_PER_SIDE];
    int i = 0;
    for (long price : direction < 0 ? chosen.descendingSet() : chosen) {
      prices[i] = price;
      quantities[i] = random.nextInt(4) == 0 ? 0 : quantity();
      i++;
    }
    return new Levels(prices, quantities, CHANGES_PER_SIDE);
  }

  private long quantity() {
    return 1L + random.nextInt(300_000);
  }
}
