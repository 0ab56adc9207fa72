// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.faults.ChannelFaults;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Liquidation;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.net.Frame;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.Subscriber;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts a market's events on OKX's channels and keeps the books that subscriptions begin with. A
 * book's updates and its snapshots for new subscribers are given out under the book's lock, so that
 * each subscriber gets the snapshot and then exactly the updates behind it. Thread safe.
 */
public final class OkxFeed implements MarketFeed {
  private final StreamHub hub;
  private final ChannelFaults faults;
  private final OkxSettings settings;
  private final Clock clock;
  private final Map<String, OkxBook> books = new ConcurrentHashMap<>();
  private final List<Liquidation> liquidations = new ArrayList<>();
  private volatile Frame lastLiquidation;

  /** A feed into the given hub that pushes as {@code settings} say. */
  public OkxFeed(StreamHub hub, ChannelFaults faults, OkxSettings settings, Clock clock) {
    this.hub = hub;
    this.faults = faults;
    this.settings = settings;
    this.clock = clock;
  }

  /** Takes the books of a market that has not started yet. */
  void open(Market market) {
    for (Instrument instrument : market.instruments()) {
      BookSnapshot whole = market.depth(instrument.symbol(), Integer.MAX_VALUE).join();
      books.put(
          instrument.symbol(), new OkxBook(whole, clock.millis(), settings.checksums()));
    }
  }

  /** The book of a listed instrument at this moment. */
  OkxBook.Push book(String instId) {
    OkxBook book = books.get(instId);
    synchronized (book) {
      return book.snapshot();
    }
  }

  /** Lets the ids of a listed instrument fall with its next update. */
  void lowerIds(String instId, long by) {
    OkxBook book = books.get(instId);
    synchronized (book) {
      book.lowerIds(by);
    }
  }

  /** Subscribes a socket to a book and brings it the snapshot first. */
  void subscribeBook(String instId, Subscriber subscriber) {
    String stream = OkxEncoder.stream(OkxEncoder.BOOKS, instId);
    OkxBook book = books.get(instId);
    synchronized (book) {
      if (settings.pushesSnapshots() && !faults.silent(stream)) {
        String text = OkxEncoder.book(instId, book.snapshot());
        subscriber.send(Frame.ofWrapped(stream, text));
        subscriber.flush();
      }
      hub.subscribe(stream, subscriber);
    }
  }

  /** Ends a subscription of a book; when this returns no further update is under way. */
  void unsubscribeBook(String instId, Subscriber subscriber) {
    synchronized (books.get(instId)) {
      hub.unsubscribe(OkxEncoder.stream(OkxEncoder.BOOKS, instId), subscriber);
    }
  }

  /** Subscribes a socket to liquidations, which begin by repeating the last one. */
  void subscribeLiquidations(Subscriber subscriber) {
    Frame last = lastLiquidation;
    if (last != null && !faults.silent(OkxEncoder.LIQUIDATION_STREAM)) {
      subscriber.send(last);
      subscriber.flush();
    }
    hub.subscribe(OkxEncoder.LIQUIDATION_STREAM, subscriber);
  }

  @Override
  public void depth(DepthEvent event) {
    OkxBook book = books.get(event.symbol());
    synchronized (book) {
      book.apply(event).ifPresent(push -> publish(event.symbol(), push));
    }
  }

  private void publish(String instId, OkxBook.Push push) {
    String stream = OkxEncoder.stream(OkxEncoder.BOOKS, instId);
    if (hub.hasSubscribers(stream)) {
      hub.publish(Frame.ofWrapped(stream, OkxEncoder.book(instId, push)));
    }
  }

  @Override
  public void slowDepth(DepthEvent event) {
    // OKX has no slower channel of whole books.
  }

  @Override
  public void top(String symbol, long updateId, Level bid, Level ask) {
    // The channel of the best bid and ask is not offered.
  }

  @Override
  public void trade(Trade trade) {
    String stream = OkxEncoder.stream(OkxEncoder.TRADES, trade.symbol());
    if (hub.hasSubscribers(stream)) {
      hub.publish(Frame.ofWrapped(stream, OkxEncoder.trade(trade, bookId(trade.symbol()))));
    }
    String single = OkxEncoder.stream(OkxEncoder.ALL_TRADES, trade.symbol());
    if (hub.hasSubscribers(single)) {
      for (Trade match : trade.matches()) {
        hub.publish(Frame.ofWrapped(single, OkxEncoder.singleTrade(match)));
      }
    }
  }

  private long bookId(String instId) {
    OkxBook book = books.get(instId);
    synchronized (book) {
      return book.id();
    }
  }

  @Override
  public void liquidation(Liquidation liquidation) {
    liquidations.add(liquidation);
  }

  @Override
  public void flush() {
    if (!liquidations.isEmpty()) {
      Frame frame =
          Frame.ofWrapped(
              OkxEncoder.LIQUIDATION_STREAM, OkxEncoder.liquidations(liquidations));
      lastLiquidation = frame;
      hub.publish(frame);
      liquidations.clear();
    }
    keepAlive();
    hub.flush();
  }

  private void keepAlive() {
    long now = clock.millis();
    books.forEach(
        (instId, book) -> {
          synchronized (book) {
            book.keepAlive(now, now - settings.keepAlive().toMillis())
                .ifPresent(push -> publish(instId, push));
          }
        });
  }
}
