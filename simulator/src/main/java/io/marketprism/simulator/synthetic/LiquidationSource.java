// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Liquidation;
import io.marketprism.simulator.market.Side;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Forces orders of one perpetual at even distances. Draws from a sequence of its own, so that the
 * book's history is the same with and without. Not thread safe.
 */
final class LiquidationSource {
  private static final int TICK_MILLIS = 10;
  private static final int MAX_STEPS = 5_000;
  private static final int BANKRUPTCY_TICKS = 40;
  private final SplittableRandom random;
  private final long ticksBetween;
  private long ticksLeft;

  /** A source; the first order comes within one distance. */
  LiquidationSource(long seed, int millisBetween) {
    random = new SplittableRandom(seed);
    ticksBetween = millisBetween / TICK_MILLIS;
    ticksLeft = 1 + random.nextLong(ticksBetween);
  }

  /** The order that is forced in this tick of 10 ms, if one is. */
  Optional<Liquidation> tick(Instrument instrument, Book book, long now) {
    if (--ticksLeft > 0) {
      return Optional.empty();
    }
    ticksLeft = ticksBetween;
    boolean sell = random.nextBoolean();
    Level best = book.best(sell ? Side.BID : Side.ASK);
    BigDecimal beyond =
        instrument.tickSize().multiply(BigDecimal.valueOf(1 + random.nextInt(BANKRUPTCY_TICKS)));
    BigDecimal price = sell ? best.price().subtract(beyond) : best.price().add(beyond);
    BigDecimal quantity =
        instrument.stepSize().multiply(BigDecimal.valueOf(1 + random.nextInt(MAX_STEPS)));
    return Optional.of(
        new Liquidation(
            instrument.symbol(),
            sell,
            price.max(instrument.tickSize()).setScale(best.price().scale()),
            best.price(),
            quantity.setScale(best.quantity().scale()),
            now));
  }
}
