// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.venue;

import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.net.Venue;

/**
 * One venue's protocol in one simulator: what its streams are made of and what it answers. The feed
 * is asked for first, because a market is made with it; then the endpoints are opened over that
 * market, once.
 */
public interface VenueProtocol {
  /** Puts a market's events on the venue's streams. A replay leaves it unused. */
  MarketFeed feed();

  /**
   * The venue's endpoints.
   *
   * @param market books and trades
   * @param derivatives what is told of perpetuals and volatility indices
   */
  Venue open(Market market, Derivatives derivatives);
}
