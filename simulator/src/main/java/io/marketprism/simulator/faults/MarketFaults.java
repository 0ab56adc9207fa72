// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.net.Venue;
import io.marketprism.simulator.truth.Fact;
import java.util.Map;

/**
 * What is to go wrong in what the venue has; the truth log has it as it is then. Thread safe.
 */
public final class MarketFaults {
  private static final long BURST_MILLIS = 100;
  private final Market market;
  private final Venue venue;
  private final ShiftedClock clock;
  private final FaultLog log;

  /** Faults of a market behind a venue; {@code clock} is the venue's. */
  public MarketFaults(Market market, Venue venue, ShiftedClock clock, FaultLog log) {
    this.market = market;
    this.venue = venue;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Lets the market suffer what is asked for.
   *
   * @throws IllegalArgumentException where it cannot, e.g. a recorded market
   */
  public void inflict(FaultRequest request) {
    String symbol = request.symbol().orElse(Fact.ALL);
    switch (request.kind()) {
      case SEQUENCE_RESET ->
          // The venue writes the row, with the update from which on ids are lower.
          venue.command(
              "lower-ids", Map.of("symbol", symbol, "by", Long.toString(request.by())));
      case BURST -> {
        market.burst(symbol, request.feed() == FaultFeed.TRADE, request.count());
        log.tookEffect(
            request.kind(),
            FaultFeed.MARKET,
            symbol,
            BURST_MILLIS,
            Fact.values("of", request.feed().key(), "count", request.count()));
      }
      case CLOCK -> {
        clock.shift(request.millis());
        log.tookEffect(
            request.kind(), FaultFeed.MARKET, symbol, Fact.values("millis", request.millis()));
      }
      case DELIST -> delist(symbol, request.variant().equals("halted"));
      case LIST -> list(symbol);
      default -> throw new IllegalArgumentException("no fault of markets: " + request.kind());
    }
  }

  /** Lists a pair, or what was taken off before; see {@link Market#list}. */
  public void list(String symbol) {
    market.list(symbol);
    log.tookEffect(FaultKind.LIST, FaultFeed.MARKET, symbol, Map.of());
  }

  /** Takes a symbol or a pair off; see {@link Market#delist}. */
  public void delist(String symbol, boolean halted) {
    market.delist(symbol, halted);
    log.tookEffect(
        FaultKind.DELIST,
        FaultFeed.MARKET,
        symbol,
        Fact.values("variant", halted ? "halted" : "gone"));
  }
}
