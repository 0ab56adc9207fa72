// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import java.math.BigDecimal;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * The book of one synthetic symbol. Bids rest at or below a middle price that walks, asks above it,
 * so that the book is never crossed; most changes happen near the top. Every single change is told
 * to a consumer. Draws from one random sequence only, so a seed gives one history. Not thread safe.
 */
final class SyntheticBook {
  private static final int ABSENT_DELETE_TRIES = 8;
  private final SplittableRandom random;
  private final BiConsumer<Side, Level> changes;
  private final Book book = new Book();
  private final BigDecimal tick;
  private final BigDecimal step;
  private final BigDecimal zero;
  private final int priceScale;
  private final int quantityScale;
  private final int levels;
  private long middle;

  SyntheticBook(
      Listing listing, int levels, SplittableRandom random, BiConsumer<Side, Level> changes) {
    this.random = random;
    this.changes = changes;
    this.tick = listing.instrument().tickSize();
    this.step = listing.instrument().stepSize();
    this.priceScale = listing.priceScale();
    this.quantityScale = listing.quantityScale();
    this.zero = BigDecimal.ZERO.setScale(quantityScale);
    this.middle = listing.middleTicks();
    this.levels = (int) Math.min(levels, middle / 4);
    fill(Side.BID);
    fill(Side.ASK);
  }

  Book book() {
    return book;
  }

  private void fill(Side side) {
    long distance = 0;
    for (int i = 0; i < levels; i++) {
      book.apply(side, new Level(price(side, distance), quantity()));
      distance += 1 + (random.nextInt(3) == 0 ? random.nextInt(3) : 0);
    }
  }

  /** Makes one change, or several where the middle price moves through resting levels. */
  void change() {
    int draw = random.nextInt(100);
    Side side = random.nextBoolean() ? Side.BID : Side.ASK;
    if (draw < 3) {
      moveMiddle(random.nextBoolean() ? 1 : -1);
    } else if (draw < 45) {
      place(side);
    } else if (draw < 70) {
      resize(side);
    } else if (random.nextInt(5) == 0) {
      deleteAbsent(side);
    } else {
      delete(side);
    }
  }

  /** Takes liquidity from the best level of a side and gives what was taken. */
  Level take(Side side) {
    Level best = book.best(side);
    long available = best.quantity().divideToIntegralValue(step).longValueExact();
    boolean whole = available == 1 || (random.nextInt(6) == 0 && removable(side));
    long taken = whole ? available : 1 + random.nextLong(Math.max(1, available / 2));
    if (taken == available && !removable(side)) {
      apply(side, new Level(best.price(), quantity()));
    } else {
      apply(side, new Level(best.price(), steps(available - taken)));
    }
    return new Level(best.price(), steps(taken));
  }

  private void moveMiddle(int direction) {
    long moved = middle + (long) direction * (1 + random.nextInt(3));
    if (moved <= 4L * levels) {
      return;
    }
    middle = moved;
    Side passed = direction > 0 ? Side.ASK : Side.BID;
    BigDecimal bound = price(passed, 0);
    NavigableMap<BigDecimal, Level> side = book.levels(passed);
    while (!side.headMap(bound, false).isEmpty()) {
      if (side.size() == 1) {
        apply(passed, new Level(bound, quantity()));
      }
      apply(passed, new Level(side.firstKey(), zero));
    }
    apply(Side.BID, new Level(price(Side.BID, 0), quantity()));
    apply(Side.ASK, new Level(price(Side.ASK, 0), quantity()));
  }

  private void place(Side side) {
    BigDecimal price = price(side, distance());
    boolean full = book.levels(side).size() >= levels + levels / 20;
    if (full && !book.levels(side).containsKey(price)) {
      resize(side);
    } else {
      apply(side, new Level(price, quantity()));
    }
  }

  private void resize(Side side) {
    apply(side, new Level(existing(side).price(), quantity()));
  }

  private void delete(Side side) {
    if (removable(side)) {
      apply(side, new Level(existing(side).price(), zero));
    } else {
      place(side);
    }
  }

  private void deleteAbsent(Side side) {
    for (int i = 0; i < ABSENT_DELETE_TRIES; i++) {
      BigDecimal price = price(side, distance());
      if (!book.levels(side).containsKey(price)) {
        apply(side, new Level(price, zero));
        return;
      }
    }
    resize(side);
  }

  private boolean removable(Side side) {
    return book.levels(side).size() > levels - levels / 20 && book.levels(side).size() > 1;
  }

  private Level existing(Side side) {
    NavigableMap<BigDecimal, Level> resting = book.levels(side);
    var entry = resting.ceilingEntry(price(side, distance()));
    return entry == null ? resting.lastEntry().getValue() : entry.getValue();
  }

  private void apply(Side side, Level level) {
    book.apply(side, level);
    changes.accept(side, level);
  }

  /** A distance in ticks from the middle; nested draws make the top of the book the busiest. */
  private long distance() {
    int reach = 1 + random.nextInt(2 * levels);
    return random.nextInt(1 + random.nextInt(reach));
  }

  private BigDecimal price(Side side, long distance) {
    long ticks = side == Side.BID ? Math.max(1, middle - distance) : middle + 1 + distance;
    return tick.multiply(BigDecimal.valueOf(ticks)).setScale(priceScale);
  }

  private BigDecimal quantity() {
    return steps(1 + random.nextInt(1 + random.nextInt(200_000)));
  }

  private BigDecimal steps(long steps) {
    return step.multiply(BigDecimal.valueOf(steps)).setScale(quantityScale);
  }
}
