// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.BookUnavailableException;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketStatus;
import io.marketprism.simulator.market.TradeHistory;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Instruments that all go through one {@link FrameCycle}, each beginning at another place of it. A
 * market moves only by what is sent of it: {@link Gun} alone counts events on, everybody may read.
 */
final class LoadMarket implements Market {
  private static final BigDecimal STEP = BigDecimal.ONE.movePointLeft(8);

  /** Spreads the places where instruments begin; a prime, so that few coincide. */
  private static final long STRIDE = 7_919;

  private static final int HISTORY = 5_000;

  private final FrameCycle cycle;
  private final List<Instrument> instruments;
  private final Map<String, Instrument> bySymbol = new HashMap<>();
  private final AtomicLongArray depthCounts;
  private final AtomicLongArray tradeCounts;
  private volatile boolean closed;

  /**
   * A market.
   *
   * @param count instruments, 1 to {@link Symbols#MOST}
   */
  LoadMarket(FrameCycle cycle, int count) {
    if (count < 1 || count > Symbols.MOST) {
      throw new IllegalArgumentException(
          count + " instruments asked for, 1 to " + Symbols.MOST + " can be had");
    }
    this.cycle = cycle;
    instruments = IntStream.range(0, count).mapToObj(LoadMarket::instrument).toList();
    instruments.forEach(instrument -> bySymbol.put(instrument.symbol(), instrument));
    depthCounts = new AtomicLongArray(count);
    tradeCounts = new AtomicLongArray(count);
    for (int i = 0; i < count; i++) {
      depthCounts.set(i, i * STRIDE % cycle.depthEvents());
      tradeCounts.set(i, i * STRIDE % cycle.trades());
    }
  }

  private static Instrument instrument(int number) {
    return new Instrument(
        Symbols.symbol(number), Symbols.base(number), Symbols.quote(), STEP, STEP);
  }

  FrameCycle cycle() {
    return cycle;
  }

  int size() {
    return instruments.size();
  }

  /** Changes of an instrument's book so far. */
  long depthCount(int instrument) {
    return depthCounts.get(instrument);
  }

  /** Trades of an instrument so far. */
  long tradeCount(int instrument) {
    return tradeCounts.get(instrument);
  }

  /** Takes the count of the change of the book that is sent next. */
  long nextDepth(int instrument) {
    long count = depthCounts.getPlain(instrument);
    depthCounts.setRelease(instrument, count + 1);
    return count;
  }

  /** Takes the count of the trade that is sent next. */
  long nextTrade(int instrument) {
    long count = tradeCounts.getPlain(instrument);
    tradeCounts.setRelease(instrument, count + 1);
    return count;
  }

  @Override
  public void start() {
    // It moves by what is sent of it.
  }

  @Override
  public List<Instrument> instruments() {
    return instruments;
  }

  @Override
  public Optional<Instrument> instrument(String symbol) {
    return Optional.ofNullable(bySymbol.get(symbol));
  }

  @Override
  public Optional<String> recordedMetadata() {
    return Optional.empty();
  }

  @Override
  public CompletableFuture<BookSnapshot> depth(String symbol, int limit) {
    if (closed) {
      return CompletableFuture.failedFuture(new BookUnavailableException("market is closed"));
    }
    long count = depthCount(Symbols.instrument(symbol));
    // Not on the thread that answers requests and brings out the frames.
    return CompletableFuture.supplyAsync(() -> cycle.book(symbol, count, limit));
  }

  @Override
  public TradeHistory trades(String symbol) {
    TradeHistory history = new TradeHistory(HISTORY);
    long end = tradeCount(Symbols.instrument(symbol));
    long now = System.currentTimeMillis();
    for (long count = Math.max(0, end - HISTORY); count < end; count++) {
      history.add(cycle.trade(symbol, count, now));
    }
    return history;
  }

  @Override
  public MarketStatus status() {
    Map<String, Long> updateIds = new HashMap<>();
    Map<String, Long> tradeIds = new HashMap<>();
    long depthEvents = 0;
    long trades = 0;
    for (int i = 0; i < size(); i++) {
      long depthCount = depthCount(i);
      long tradeCount = tradeCount(i);
      depthEvents += depthCount;
      trades += tradeCount;
      updateIds.put(Symbols.symbol(i), cycle.updateId(depthCount));
      tradeIds.put(Symbols.symbol(i), FrameCycle.tradeId(tradeCount - 1));
    }
    return new MarketStatus(
        "load", MarketStatus.State.RUNNING, depthEvents, trades, updateIds, tradeIds);
  }

  @Override
  public void subscribed(String stream) {
    // Who listens is known to the gun.
  }

  @Override
  public void freeze() {
    throw new UnsupportedOperationException("hold the gun instead");
  }

  @Override
  public void close() {
    closed = true;
  }
}
