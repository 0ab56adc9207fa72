// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.net.Frame;
import io.marketprism.simulator.net.StreamHub;

/**
 * Puts a market's events on Binance spot's streams; encodes only what somebody has subscribed to.
 */
public final class SpotFeed implements MarketFeed {
  private final StreamHub hub;

  /** A feed into the given hub. */
  public SpotFeed(StreamHub hub) {
    this.hub = hub;
  }

  @Override
  public void depth(DepthEvent event) {
    depth(SpotEncoder.depthStream(event.symbol()), event);
  }

  @Override
  public void slowDepth(DepthEvent event) {
    depth(SpotEncoder.slowDepthStream(event.symbol()), event);
  }

  private void depth(String stream, DepthEvent event) {
    if (hub.hasSubscribers(stream)) {
      hub.publish(
          Frame.of(stream, SpotEncoder.depthUpdate(event))
              .carrying(event.firstId(), event.lastId()));
    }
  }

  @Override
  public void trade(Trade trade) {
    String stream = SpotEncoder.tradeStream(trade.symbol());
    if (hub.hasSubscribers(stream)) {
      hub.publish(Frame.of(stream, SpotEncoder.trade(trade)).carrying(trade.id(), trade.id()));
    }
  }

  @Override
  public void top(String symbol, long updateId, Level bid, Level ask) {
    String stream = SpotEncoder.topStream(symbol);
    if (hub.hasSubscribers(stream)) {
      hub.publish(Frame.of(stream, SpotEncoder.top(symbol, updateId, bid, ask)));
    }
  }

  @Override
  public void flush() {
    hub.flush();
  }
}
