// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.truth.TruthLog;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

/**
 * Three minutes of BTCUSDT. The book changes each 100 ms: at {@code ms} its id is {@code 100 + 3 *
 * ms / 100}. A trade is made each second: number {@code i} has id {@code 500 + i} and is of {@code
 * i * 1000}.
 */
final class SceneMarket {
  static final long BEGIN = 1_700_000_000_000L;
  private static final long END = 180_000;

  private SceneMarket() {}

  static void write(Path truth) {
    try (TruthLog log = TruthLog.to(truth)) {
      log.snapshot(
          new BookSnapshot(
              "BTCUSDT",
              100,
              List.of(level("10", "1"), level("9", "2")),
              List.of(level("11", "3"))));
      for (long ms = 100; ms <= END; ms += 100) {
        log.diff(
            new DepthEvent(
                "BTCUSDT",
                id(ms) - 2,
                id(ms),
                BEGIN + ms,
                bids(ms),
                List.of(level("11", "2." + (ms / 100 % 3)))));
        if (ms % 1_000 == 0) {
          log.trade(trade((int) (ms / 1_000)));
        }
      }
    }
  }

  private static Level level(String price, String quantity) {
    return new Level(new BigDecimal(price), new BigDecimal(quantity));
  }

  static long id(long ms) {
    return 100 + 3 * ms / 100;
  }

  /** The bids that change at a moment. */
  static List<Level> bids(long ms) {
    return List.of(level("9." + (ms / 100 % 5), "1." + (ms / 100 % 7 + 1)), level("8", "0"));
  }

  static Trade trade(int i) {
    long time = BEGIN + 1_000L * i;
    BigDecimal price = new BigDecimal("10.5");
    return new Trade("BTCUSDT", 500 + i, price, BigDecimal.valueOf(i + 1), time, time, false);
  }
}
