// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.Instrument;
import java.math.BigDecimal;
import java.util.Map;

/** Where a symbol's synthetic market begins: its instrument and first middle price, in ticks. */
record Listing(Instrument instrument, long middleTicks) {
  private record Start(long ticks, int priceScale, int quantityScale) {}

  private static final Map<String, Start> KNOWN =
      Map.ofEntries(
          Map.entry("BTCUSDT", new Start(6_173_763, 2, 5)),
          Map.entry("ETHUSDT", new Start(268_341, 2, 4)),
          Map.entry("ETHBTC", new Start(4_345, 5, 4)),
          Map.entry("SOLUSDT", new Start(15_342, 2, 3)),
          Map.entry("BNBUSDT", new Start(51_230, 2, 3)),
          Map.entry("XRPUSDT", new Start(5_987, 4, 0)),
          Map.entry("ADAUSDT", new Start(3_421, 4, 1)),
          Map.entry("LTCUSDT", new Start(6_171, 2, 3)),
          Map.entry("DOGEUSDT", new Start(10_523, 5, 0)));

  /** The listing of a symbol; an unknown one gets a price that depends on its name only. */
  static Listing of(String symbol) {
    Start start =
        KNOWN.getOrDefault(
            symbol, new Start(5_000 + Math.floorMod(symbol.hashCode(), 90_000), 3, 2));
    BigDecimal tick = BigDecimal.ONE.movePointLeft(start.priceScale());
    BigDecimal step = BigDecimal.ONE.movePointLeft(start.quantityScale());
    return new Listing(Instrument.named(symbol, tick, step), start.ticks());
  }
}
