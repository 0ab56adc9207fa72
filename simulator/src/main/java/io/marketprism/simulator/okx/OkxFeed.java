// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.faults.ChannelFaults;
import io.marketprism.simulator.faults.FaultFeed;
import io.marketprism.simulator.faults.FaultKind;
import io.marketprism.simulator.faults.FaultLog;
import io.marketprism.simulator.faults.SnapshotFaults;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Liquidation;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.net.Frame;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.Subscriber;
import io.marketprism.simulator.truth.Fact;
import io.marketprism.simulator.venue.LiveBooks;
import io.marketprism.simulator.venue.VenueContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a market's events on OKX's channels and keeps the books that subscriptions begin with. A
 * book's updates and its snapshots for new subscribers are given out under the book's lock, so that
 * each subscriber gets the snapshot and then exactly the updates behind it. Thread safe.
 */
final class OkxFeed implements MarketFeed {
  private static final int REPEAT_EVERY = 3;

  private final StreamHub hub;
  private final ChannelFaults faults;
  private final SnapshotFaults snapshots;
  private final FaultLog faultLog;
  private final OkxSettings settings;
  private final Clock clock;
  private final LiveBooks<OkxBook> books;
  private final List<Liquidation> liquidations = new ArrayList<>();
  private final List<Liquidation> lastLiquidations = new ArrayList<>();
  private volatile Frame lastLiquidation;
  private int liquidationPushes;

  /** A feed into the context's hub that pushes as {@code settings} say. */
  OkxFeed(VenueContext context, OkxSettings settings) {
    this.hub = context.hub();
    this.faults = context.faults();
    this.snapshots = context.snapshots();
    this.faultLog = context.faultLog();
    this.settings = settings;
    this.clock = context.clock();
    this.books = new LiveBooks<>(whole -> new OkxBook(whole, clock.millis(), settings.checksums()));
  }

  /** Begins the books of a market. */
  void open(Market market) {
    books.open(market);
  }

  /** The book of a listed instrument at this moment; empty where it has just been listed. */
  Optional<OkxBook.Push> book(String instId) {
    return books.ask(instId, OkxBook::snapshot);
  }

  /** Lets the ids of a listed instrument fall with its next update. */
  void lowerIds(String instId, long by) {
    books.whenBegun(instId, book -> book.lowerIds(by));
  }

  /** Subscribes a socket to a book and brings it the snapshot first. */
  void subscribeBook(String instId, Subscriber subscriber) {
    String stream = OkxEncoder.stream(OkxEncoder.BOOKS, instId);
    books.whenBegun(
        instId,
        book -> {
          boolean pushes = settings.pushesSnapshots() && !faults.silent(stream);
          if (pushes && !snapshots.leavesOut(instId)) {
            subscriber.send(Frame.ofWrapped(stream, OkxEncoder.book(instId, book.snapshot())));
            subscriber.flush();
          }
          hub.subscribe(stream, subscriber);
        });
  }

  /** Ends a subscription of a book; when this returns no further update is under way. */
  void unsubscribeBook(String instId, Subscriber subscriber) {
    books.whenBegun(
        instId, book -> hub.unsubscribe(OkxEncoder.stream(OkxEncoder.BOOKS, instId), subscriber));
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
    books.changed(
        event.symbol(), book -> book.apply(event).ifPresent(push -> publish(event.symbol(), push)));
  }

  private void publish(String instId, OkxBook.Push push) {
    if (push.id() < push.previousId()) {
      faultLog.tookEffect(
          FaultKind.SEQUENCE_RESET,
          FaultFeed.MARKET,
          instId,
          Fact.values("before", push.previousId(), "id", push.id(), "truth", push.marketId()));
    }
    String stream = OkxEncoder.stream(OkxEncoder.BOOKS, instId);
    if (hub.hasSubscribers(stream)) {
      hub.publish(
          Frame.ofWrapped(stream, OkxEncoder.book(instId, push))
              .carrying(Math.min(push.previousId() + 1, push.id()), push.id()));
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
      hub.publish(
          Frame.ofWrapped(stream, OkxEncoder.trade(trade, bookId(trade.symbol())))
              .carrying(trade.firstMatch(), trade.lastMatch()));
    }
    String single = OkxEncoder.stream(OkxEncoder.ALL_TRADES, trade.symbol());
    if (hub.hasSubscribers(single)) {
      for (Trade match : trade.matches()) {
        hub.publish(
            Frame.ofWrapped(single, OkxEncoder.singleTrade(match))
                .carrying(match.id(), match.id()));
      }
    }
  }

  private long bookId(String instId) {
    return books.ask(instId, OkxBook::id).orElse(0L);
  }

  @Override
  public void liquidation(Liquidation liquidation) {
    liquidations.add(liquidation);
  }

  @Override
  public void flush() {
    if (!liquidations.isEmpty()) {
      publishLiquidations();
    }
    keepAlive();
    hub.flush();
  }

  /** Every few messages also have what the one before had, as the venue keeps no order. */
  private void publishLiquidations() {
    List<Liquidation> told = new ArrayList<>(liquidations);
    if (++liquidationPushes % REPEAT_EVERY == 0) {
      told.addAll(lastLiquidations);
    }
    Frame frame = Frame.ofWrapped(OkxEncoder.LIQUIDATION_STREAM, OkxEncoder.liquidations(told));
    lastLiquidation = frame;
    hub.publish(frame);
    lastLiquidations.clear();
    lastLiquidations.addAll(liquidations);
    liquidations.clear();
  }

  private void keepAlive() {
    long now = clock.millis();
    long before = now - settings.keepAlive().toMillis();
    books.forEach(
        (instId, book) -> book.keepAlive(now, before).ifPresent(push -> publish(instId, push)));
  }
}
