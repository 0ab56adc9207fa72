// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.Contract;
import io.marketprism.simulator.market.Instrument;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The instruments that each venue makes of a pair, with the sizes usual there. */
final class VenueListings {
  private static final long MANY_TICKS = 500_000;
  private static final Map<String, String> OKX_CONTRACT_VALUES =
      Map.of("BTC", "0.01", "ETH", "0.1", "XRP", "100", "ADA", "100", "DOGE", "1000");

  private VenueListings() {}

  static List<Listing> binanceSpot(Listing pair) {
    return List.of(pair);
  }

  static List<Listing> binanceUsdm(Listing pair) {
    Instrument spot = pair.instrument();
    return List.of(
        pair.as(
            new Instrument(
                spot.symbol(),
                spot.base(),
                spot.quote(),
                tick(pair),
                spot.stepSize(),
                Optional.of(Contract.ofBase(spot.base(), spot.quote())),
                true),
            spot.tickSize().scale(),
            spot.stepSize().scale()));
  }

  static List<Listing> okx(Listing pair) {
    Instrument spot = pair.instrument();
    String name = spot.base() + "-" + spot.quote();
    BigDecimal tick = tick(pair);
    if (spot.quote().equals("USD")) {
      String value = spot.base().equals("BTC") ? "100" : "10";
      Contract contract = Contract.inverse(value, spot.base(), spot.quote());
      return List.of(swap(pair, name, tick, "1", contract));
    }
    Contract contract =
        Contract.linear(
            OKX_CONTRACT_VALUES.getOrDefault(spot.base(), "1"), spot.base(), spot.quote());
    Listing ofSpot =
        pair.as(
            new Instrument(name, spot.base(), spot.quote(), tick, spot.stepSize()),
            tick.scale(),
            spot.stepSize().scale());
    return List.of(ofSpot, swap(pair, name, tick, "0.01", contract));
  }

  private static Listing swap(
      Listing pair, String name, BigDecimal tick, String lot, Contract contract) {
    Instrument spot = pair.instrument();
    return perpetual(pair, name + "-SWAP", spot.quote(), tick, new BigDecimal(lot), contract);
  }

  static List<Listing> deribit(Listing pair) {
    Instrument spot = pair.instrument();
    String base = spot.base();
    return switch (base) {
      case "BTC" -> List.of(inverseOnDeribit(pair, "0.5", "10"));
      case "ETH" -> List.of(inverseOnDeribit(pair, "0.05", "1"));
      default ->
          List.of(
              perpetual(
                  pair,
                  base + "_USDC-PERPETUAL",
                  "USDC",
                  spot.tickSize(),
                  spot.stepSize(),
                  Contract.ofBase(base, "USDC")));
    };
  }

  private static Listing inverseOnDeribit(Listing pair, String tick, String step) {
    String base = pair.instrument().base();
    return perpetual(
        pair,
        base + "-PERPETUAL",
        "USD",
        new BigDecimal(tick),
        new BigDecimal(step),
        Contract.inverse("1", base, "USD"));
  }

  private static Listing perpetual(
      Listing pair,
      String symbol,
      String quote,
      BigDecimal tick,
      BigDecimal step,
      Contract contract) {
    Instrument instrument =
        new Instrument(
            symbol, pair.instrument().base(), quote, tick, step, Optional.of(contract), true);
    return pair.as(instrument, tick.scale(), step.scale());
  }

  /** Ten times the tick of the spot pair where that is very small. */
  private static BigDecimal tick(Listing pair) {
    BigDecimal tick = pair.instrument().tickSize();
    return pair.middleTicks() > MANY_TICKS ? BigDecimal.ONE.movePointLeft(tick.scale() - 1) : tick;
  }
}
