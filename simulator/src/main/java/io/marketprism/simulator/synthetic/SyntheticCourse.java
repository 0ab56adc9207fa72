// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.Course;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Trade;
import java.util.ArrayList;
import java.util.List;

/** A stretch of one synthetic symbol's market, made as fast as can be. */
public final class SyntheticCourse {
  private static final String PAIR = "BTCUSDT";

  private SyntheticCourse() {}

  /**
   * Makes a stretch of Binance spot's market.
   *
   * @param settings seed, levels and rates; its symbols do not matter
   * @param depthEvents changes of the book, of 100 ms each
   */
  public static Course of(SyntheticSettings settings, int depthEvents) {
    SyntheticInstrument market =
        new SyntheticInstrument(
            VenueRules.BINANCE_SPOT.listings(PAIR).get(0),
            VenueRules.BINANCE_SPOT,
            settings,
            false,
            0);
    BookSnapshot start = market.snapshot(Integer.MAX_VALUE);
    List<DepthEvent> depth = new ArrayList<>();
    List<Trade> trades = new ArrayList<>();
    for (long now = 0; depth.size() < depthEvents; now += 10) {
      market.tick(now, trades::add);
      market.closeFast(now).ifPresent(depth::add);
    }
    return new Course(start, depth, trades);
  }
}
