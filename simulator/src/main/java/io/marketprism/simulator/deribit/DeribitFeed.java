// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import io.marketprism.simulator.faults.ChannelFaults;
import io.marketprism.simulator.faults.SnapshotFaults;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Derivatives.Candle;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.net.Frame;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.Subscriber;
import io.marketprism.simulator.venue.LiveBooks;
import io.marketprism.simulator.venue.VenueContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a market's events on Deribit's channels and keeps the books that subscriptions begin with. A
 * book's changes and its snapshots for new subscribers are given out under the book's lock, so that
 * each subscriber gets the snapshot and then exactly the changes behind it. Thread safe.
 */
final class DeribitFeed implements MarketFeed {
  private static final long TICKER_MILLIS = 100;
  private static final long VOLATILITY_MILLIS = 1_000;
  private static final long CANDLE_MILLIS = 60_000;

  private final StreamHub hub;
  private final ChannelFaults faults;
  private final SnapshotFaults snapshots;
  private final DeribitEncoder encoder;
  private final Clock clock;
  private final LiveBooks<DeribitBook> books;
  private final Map<String, List<Trade>> trades = new LinkedHashMap<>();
  private volatile Market market;
  private volatile Derivatives derivatives;
  private long nextTickers;
  private long nextVolatility;

  /** A feed into the context's hub. */
  DeribitFeed(VenueContext context, DeribitEncoder encoder) {
    this.hub = context.hub();
    this.faults = context.faults();
    this.snapshots = context.snapshots();
    this.encoder = encoder;
    this.clock = context.clock();
    this.books = new LiveBooks<>(whole -> new DeribitBook(whole, clock.millis()));
  }

  /** Begins the books of a market. */
  void open(Market newMarket, Derivatives newDerivatives) {
    market = newMarket;
    derivatives = newDerivatives;
    books.open(newMarket);
  }

  /** The book of a listed instrument at this moment. */
  DeribitBook.Push book(String instrument, int depth) {
    return books.ask(instrument, book -> book.snapshot(depth)).orElseThrow(RpcError::retry);
  }

  /** The ticker of a listed instrument at this moment. */
  DeribitTicker ticker(String instrument) {
    return new DeribitTicker(
        derivatives.funding(instrument), derivatives.openInterest(instrument), book(instrument, 1));
  }

  /** Subscribes a socket to a book and brings it the snapshot first. */
  void subscribeBook(String instrument, Subscriber subscriber) {
    String channel = DeribitEncoder.bookChannel(instrument);
    books.whenBegun(
        instrument,
        book -> {
          if (!faults.silent(channel) && !snapshots.leavesOut(instrument)) {
            DeribitBook.Push snapshot = book.snapshot(Integer.MAX_VALUE);
            subscriber.send(frame(channel, encoder.book(instrument, snapshot)));
            subscriber.flush();
          }
          hub.subscribe(channel, subscriber);
        });
  }

  /** Ends a subscription of a book; when this returns no further change is under way. */
  void unsubscribeBook(String instrument, Subscriber subscriber) {
    books.whenBegun(
        instrument, book -> hub.unsubscribe(DeribitEncoder.bookChannel(instrument), subscriber));
  }

  @Override
  public void depth(DepthEvent event) {
    String channel = DeribitEncoder.bookChannel(event.symbol());
    books.changed(
        event.symbol(),
        book ->
            book.apply(event)
                .filter(push -> hub.hasSubscribers(channel))
                .ifPresent(
                    push ->
                        hub.publish(
                            frame(channel, encoder.book(event.symbol(), push))
                                .carrying(push.previousId() + 1, push.id()))));
  }

  private static Frame frame(String channel, String data) {
    return Frame.ofWrapped(channel, DeribitEncoder.notification(channel, data));
  }

  @Override
  public void slowDepth(DepthEvent event) {
    // Deribit has no slower channel of whole books.
  }

  @Override
  public void top(String symbol, long updateId, Level bid, Level ask) {
    // The ticker has the best bid and ask.
  }

  @Override
  public void trade(Trade trade) {
    trades.computeIfAbsent(trade.symbol(), key -> new ArrayList<>()).add(trade);
  }

  @Override
  public void flush() {
    trades.forEach(
        (instrument, together) -> {
          String channel = DeribitEncoder.tradesChannel(instrument);
          if (hub.hasSubscribers(channel)) {
            hub.publish(
                frame(channel, encoder.trades(together))
                    .carrying(together.get(0).id(), together.get(together.size() - 1).id()));
          }
        });
    trades.clear();
    long now = clock.millis();
    if (now >= nextTickers) {
      nextTickers = now + TICKER_MILLIS;
      market.instruments().forEach(listed -> publishTicker(listed.symbol()));
    }
    if (now >= nextVolatility) {
      nextVolatility = now + VOLATILITY_MILLIS;
      market.instruments().stream()
          .map(Instrument::base)
          .distinct()
          .forEach(currency -> publishVolatility(currency, now));
    }
    hub.flush();
  }

  private void publishTicker(String instrument) {
    String channel = DeribitEncoder.tickerChannel(instrument);
    if (hub.hasSubscribers(channel)) {
      hub.publish(frame(channel, ticker(instrument).json()));
    }
  }

  private void publishVolatility(String currency, long now) {
    String channel = DeribitEncoder.volatilityChannel(currency);
    if (!hub.hasSubscribers(channel)) {
      return;
    }
    List<Candle> candles = derivatives.volatility(currency, now - CANDLE_MILLIS, now, 60);
    if (!candles.isEmpty()) {
      Candle newest = candles.get(candles.size() - 1);
      hub.publish(frame(channel, DeribitEncoder.volatility(currency, newest.close(), now)));
    }
  }
}
