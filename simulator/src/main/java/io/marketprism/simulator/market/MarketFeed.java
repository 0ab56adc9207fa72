// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

/** What a venue makes its streams of. Called by the market's thread, in order. */
public interface MarketFeed {
  /** A depth event of 100 ms. */
  void depth(DepthEvent event);

  /** A depth event of 1,000 ms. */
  void slowDepth(DepthEvent event);

  /** A trade. */
  void trade(Trade trade);

  /** A forced order. */
  default void liquidation(Liquidation liquidation) {}

  /** Another best bid or ask, as of {@code updateId}. */
  void top(String symbol, long updateId, Level bid, Level ask);

  /** Brings out what was told so far. */
  void flush();
}
