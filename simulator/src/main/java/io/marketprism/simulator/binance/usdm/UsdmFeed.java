// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import io.marketprism.simulator.binance.StreamNames;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Liquidation;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.net.Frame;
import io.marketprism.simulator.net.StreamHub;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * Puts a market's events on Binance USD-M's streams; encodes only what somebody has subscribed to.
 * Every third forced order is followed by one of COIN-M on the stream of all symbols.
 */
final class UsdmFeed implements MarketFeed {
  static final String ALL_FORCE_ORDERS = "!forceOrder@arr";
  private static final int COIN_MARGINED_EVERY = 3;
  private static final List<String> SLOW_DEPTH = List.of("depth@500ms", "depth");
  private final StreamHub hub;
  private final Clock clock;
  private int forceOrders;

  UsdmFeed(StreamHub hub, Clock clock) {
    this.hub = hub;
    this.clock = clock;
  }

  @Override
  public void depth(DepthEvent event) {
    depth("depth@100ms", event);
  }

  @Override
  public void slowDepth(DepthEvent event) {
    for (String what : SLOW_DEPTH) {
      depth(what, event);
    }
  }

  private void depth(String what, DepthEvent event) {
    String stream = StreamNames.of(event.symbol(), what);
    if (hub.hasSubscribers(stream)) {
      hub.publish(
          Frame.of(stream, UsdmEncoder.depthUpdate(event))
              .carrying(event.firstId(), event.lastId()));
    }
  }

  @Override
  public void trade(Trade trade) {
    String stream = StreamNames.of(trade.symbol(), "aggTrade");
    if (hub.hasSubscribers(stream)) {
      hub.publish(
          Frame.of(stream, UsdmEncoder.aggTrade(trade)).carrying(trade.id(), trade.id()));
    }
  }

  @Override
  public void liquidation(Liquidation order) {
    publish(StreamNames.of(order.symbol(), "forceOrder"), () -> UsdmEncoder.forceOrder(order));
    publish(ALL_FORCE_ORDERS, () -> UsdmEncoder.forceOrder(order));
    if (++forceOrders % COIN_MARGINED_EVERY == 0) {
      publish(ALL_FORCE_ORDERS, () -> UsdmEncoder.coinMarginedForceOrder(order));
    }
  }

  @Override
  public void top(String symbol, long updateId, Level bid, Level ask) {
    publish(
        StreamNames.of(symbol, "bookTicker"),
        () -> UsdmEncoder.top(symbol, updateId, clock.millis(), bid, ask));
  }

  private void publish(String stream, Supplier<String> data) {
    if (hub.hasSubscribers(stream)) {
      hub.publish(Frame.of(stream, data.get()));
    }
  }

  @Override
  public void flush() {
    hub.flush();
  }
}
