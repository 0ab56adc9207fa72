// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.book;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * A random market that drives a book and its reference side by side: a wandering price, changes at
 * both ends, deletes of absent levels, scales that differ from event to event.
 */
final class BookWalk {
  private static final int FINEST = 6;

  private final Random random;
  private final int keepDepth;
  private final int spread;
  private OrderBook book = new OrderBook();
  private final ReferenceBook reference = new ReferenceBook();
  private double middle = 60_000;
  private long id = 50_093_239_218L;

  /**
   * @param spread how far from the middle levels lie, in whole units
   */
  BookWalk(long seed, int keepDepth, int spread) {
    this.random = new Random(seed);
    this.keepDepth = keepDepth;
    this.spread = spread;
  }

  OrderBook book() {
    return book;
  }

  ReferenceBook reference() {
    return reference;
  }

  /** Goes on with another instance of the same book. */
  void continueOn(OrderBook copy) {
    book = copy;
  }

  /** Replaces both sides by at most the given number of levels. */
  void snapshot(int atMost) throws MalformedDecimalException {
    id += 1 + random.nextInt(1_000);
    int priceScale = random.nextInt(4);
    int quantityScale = random.nextInt(FINEST + 1);
    NavigableMap<BigDecimal, BigDecimal> bids = side(true, atMost, priceScale, quantityScale);
    NavigableMap<BigDecimal, BigDecimal> asks = side(false, atMost, priceScale, quantityScale);
    boolean bidsComplete = bids.isEmpty() || random.nextBoolean();
    boolean asksComplete = asks.isEmpty() || random.nextBoolean();
    BookSnapshot snapshot =
        BookEvents.snapshot(
            id,
            priceScale,
            quantityScale,
            levels(bids.descendingMap(), priceScale, quantityScale),
            levels(asks, priceScale, quantityScale),
            bidsComplete,
            asksComplete);
    reference.bids().clear(bidsComplete ? null : bids.firstKey());
    reference.asks().clear(asksComplete ? null : asks.lastKey());
    bids.forEach(reference.bids()::set);
    asks.forEach(reference.asks()::set);
    reference.keep(keepDepth);
    book.apply(snapshot, keepDepth);
  }

  /** Changes at most the given number of levels of each side. */
  void delta(int atMost) throws MalformedDecimalException {
    long previous = id;
    id += 1 + random.nextInt(30);
    middle += random.nextGaussian() * spread / 50;
    int priceScale = random.nextInt(FINEST + 1);
    int quantityScale = random.nextInt(FINEST + 1);
    NavigableMap<BigDecimal, BigDecimal> bids = changes(true, atMost, priceScale, quantityScale);
    NavigableMap<BigDecimal, BigDecimal> asks = changes(false, atMost, priceScale, quantityScale);
    BookDelta delta =
        BookEvents.delta(
            previous,
            id,
            priceScale,
            quantityScale,
            levels(bids, priceScale, quantityScale),
            levels(asks, priceScale, quantityScale));
    bids.forEach(reference.bids()::set);
    asks.forEach(reference.asks()::set);
    reference.keep(keepDepth);
    book.apply(delta, keepDepth);
  }

  private NavigableMap<BigDecimal, BigDecimal> side(
      boolean bids, int atMost, int priceScale, int quantityScale) {
    NavigableMap<BigDecimal, BigDecimal> side = new TreeMap<>();
    for (int i = random.nextInt(atMost + 1); i > 0; i--) {
      side.put(price(bids, priceScale), quantity(quantityScale));
    }
    return side;
  }

  private NavigableMap<BigDecimal, BigDecimal> changes(
      boolean bids, int atMost, int priceScale, int quantityScale) {
    NavigableMap<BigDecimal, BigDecimal> changes = new TreeMap<>();
    NavigableMap<BigDecimal, BigDecimal> held =
        (bids ? reference.bids() : reference.asks()).levels();
    for (int i = random.nextInt(atMost + 1); i > 0; i--) {
      switch (random.nextInt(6)) {
        case 0 ->
            put(changes, held.isEmpty() ? null : held.firstKey(), BigDecimal.ZERO, priceScale);
        case 1 -> put(changes, held.isEmpty() ? null : held.lastKey(), BigDecimal.ZERO, priceScale);
        case 2 -> put(changes, price(bids, priceScale), BigDecimal.ZERO, priceScale);
        case 3 -> {
          BigDecimal near = held.ceilingKey(price(bids, priceScale));
          put(
              changes,
              near,
              random.nextBoolean() ? BigDecimal.ZERO : quantity(quantityScale),
              priceScale);
        }
        default -> put(changes, price(bids, priceScale), quantity(quantityScale), priceScale);
      }
    }
    return changes;
  }

  /** A venue can name only prices that fit the scale of its event. */
  private static void put(
      NavigableMap<BigDecimal, BigDecimal> changes,
      BigDecimal price,
      BigDecimal quantity,
      int scale) {
    if (price != null && price.stripTrailingZeros().scale() <= scale) {
      changes.put(price.stripTrailingZeros(), quantity);
    }
  }

  private BigDecimal price(boolean bids, int scale) {
    double distance = Math.abs(random.nextGaussian()) * spread;
    return BigDecimal.valueOf(bids ? middle - distance : middle + distance)
        .setScale(scale, bids ? RoundingMode.FLOOR : RoundingMode.CEILING)
        .stripTrailingZeros();
  }

  private BigDecimal quantity(int scale) {
    return BigDecimal.valueOf(1 + random.nextInt(1_000_000), scale);
  }

  private static Levels levels(
      NavigableMap<BigDecimal, BigDecimal> levels, int priceScale, int quantityScale) {
    long[] prices = new long[levels.size()];
    long[] quantities = new long[levels.size()];
    int i = 0;
    for (var level : levels.entrySet()) {
      prices[i] = level.getKey().setScale(priceScale).unscaledValue().longValueExact();
      quantities[i] = level.getValue().setScale(quantityScale).unscaledValue().longValueExact();
      i++;
    }
    return new Levels(prices, quantities, i);
  }
}
