// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.Instrument;
import java.util.List;
import java.util.function.Function;

/**
 * What is particular to a venue's market: which instruments it makes of a pair, and how it counts
 * changes and trades.
 */
public enum VenueRules {
  /** Contiguous update ids, single matches. */
  BINANCE_SPOT(VenueListings::binanceSpot, 1, TradeIds.SINGLE),
  /** Update ids with holes, matches of 100 ms aggregated under ids of their own. */
  BINANCE_USDM(VenueListings::binanceUsdm, 3, TradeIds.AGGREGATE),
  /** Update ids that jump, trades named by their last match; a spot pair and its swap. */
  OKX(VenueListings::okx, 7, TradeIds.LAST_MATCH),
  /** Change ids that jump, single matches. */
  DERIBIT(VenueListings::deribit, 11, TradeIds.SINGLE);

  /** How trades are named. */
  enum TradeIds {
    /** One match a trade. */
    SINGLE,
    /** Several matches a trade, whose ids are contiguous apart from those of the matches. */
    AGGREGATE,
    /** Several matches a trade, named by the last. */
    LAST_MATCH
  }

  private final Function<Listing, List<Listing>> listings;
  private final int idStride;
  private final TradeIds tradeIds;

  VenueRules(Function<Listing, List<Listing>> listings, int idStride, TradeIds tradeIds) {
    this.listings = listings;
    this.idStride = idStride;
    this.tradeIds = tradeIds;
  }

  /** The instruments that the venue makes of a pair named as on Binance spot. */
  public List<Instrument> instruments(String pair) {
    return listings(pair).stream().map(Listing::instrument).toList();
  }

  List<Listing> listings(String pair) {
    return listings.apply(Listing.of(pair));
  }

  int idStride() {
    return idStride;
  }

  TradeIds tradeIds() {
    return tradeIds;
  }
}
