// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * Where a symbol's synthetic market begins.
 *
 * @param instrument what is listed
 * @param middleTicks first middle price, in ticks
 * @param priceScale decimals with which the venue writes prices
 * @param quantityScale decimals with which the venue writes quantities
 */
record Listing(Instrument instrument, long middleTicks, int priceScale, int quantityScale) {
  private static final int SPOT_SCALE = 8;

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

  /**
   * The listing of a Binance spot symbol; an unknown one gets a price that depends on its name
   * only.
   */
  static Listing of(String symbol) {
    Start start =
        KNOWN.getOrDefault(
            symbol, new Start(5_000 + Math.floorMod(symbol.hashCode(), 90_000), 3, 2));
    BigDecimal tick = BigDecimal.ONE.movePointLeft(start.priceScale());
    BigDecimal step = BigDecimal.ONE.movePointLeft(start.quantityScale());
    return new Listing(Instrument.named(symbol, tick, step), start.ticks(), SPOT_SCALE, SPOT_SCALE);
  }

  /** The first middle price. */
  BigDecimal price() {
    return instrument.tickSize().multiply(BigDecimal.valueOf(middleTicks));
  }

  /** The same market under another symbol with other steps, beginning at the same price. */
  Listing as(Instrument other, int newPriceScale, int newQuantityScale) {
    long ticks =
        price().divide(other.tickSize(), 0, RoundingMode.HALF_EVEN).max(BigDecimal.ONE).longValue();
    return new Listing(other, ticks, newPriceScale, newQuantityScale);
  }
}
