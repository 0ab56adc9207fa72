// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.BookUnavailableException;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.market.MarketStatus;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.market.TradeHistory;
import io.marketprism.simulator.truth.TruthLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A market that goes on by itself, whether or not somebody listens. One thread advances all symbols
 * every 10 ms and answers snapshots in between, so a snapshot lies within the chain of events,
 * often in the middle of one.
 */
public final class SyntheticMarket implements Market {
  private static final Logger LOG = LoggerFactory.getLogger(SyntheticMarket.class);
  private static final long TICK_MILLIS = 10;
  private final Map<String, SyntheticInstrument> instruments = new LinkedHashMap<>();
  private final Map<String, Long> lastUpdateIds = new LinkedHashMap<>();
  private final MarketFeed feed;
  private final TruthLog truth;
  private final Clock clock;
  private final AtomicLong depthEvents = new AtomicLong();
  private final AtomicLong trades = new AtomicLong();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "sim-market"));
  private volatile Future<?> ticks = CompletableFuture.completedFuture(null);
  private volatile MarketStatus.State state = MarketStatus.State.WAITING;
  private volatile Map<String, Long> updateIdsSeen = Map.of();
  private volatile Map<String, Long> tradeIdsSeen = Map.of();

  /** A market that tells {@code feed} what happens and writes it to {@code truth} before. */
  public SyntheticMarket(SyntheticSettings settings, MarketFeed feed, TruthLog truth, Clock clock) {
    this.feed = feed;
    this.truth = truth;
    this.clock = clock;
    int phase = 0;
    for (String symbol : settings.symbols()) {
      instruments.put(symbol, new SyntheticInstrument(symbol, settings, phase++));
    }
    for (String symbol : settings.quiet()) {
      instruments.put(symbol, new SyntheticInstrument(symbol, settings, phase++));
    }
    instruments.forEach((symbol, market) -> lastUpdateIds.put(symbol, market.updateId()));
    publishStatus();
  }

  @Override
  public void start() {
    thread.execute(
        () -> {
          instruments
              .values()
              .forEach(market -> truth.snapshot(market.snapshot(Integer.MAX_VALUE)));
          truth.flush();
          state = MarketStatus.State.RUNNING;
        });
    ticks = thread.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      instruments.values().forEach(this::advance);
      truth.flush();
      feed.flush();
      publishStatus();
    } catch (RuntimeException e) {
      state = MarketStatus.State.FINISHED;
      LOG.error("The synthetic market stopped by a failure", e);
      throw e;
    }
  }

  private void advance(SyntheticInstrument market) {
    long now = clock.millis();
    Level bid = market.book().best(Side.BID);
    Level ask = market.book().best(Side.ASK);
    market.tick(now, this::traded);
    String symbol = market.instrument().symbol();
    Level newBid = market.book().best(Side.BID);
    Level newAsk = market.book().best(Side.ASK);
    if (newBid != bid || newAsk != ask) {
      feed.top(symbol, market.updateId(), newBid, newAsk);
    }
    market.closeFast(now).ifPresent(this::changed);
    market.closeSlow(now).ifPresent(feed::slowDepth);
  }

  private void traded(Trade trade) {
    truth.trade(trade);
    trades.incrementAndGet();
    feed.trade(trade);
  }

  private void changed(DepthEvent event) {
    truth.diff(event);
    depthEvents.incrementAndGet();
    lastUpdateIds.put(event.symbol(), event.lastId());
    feed.depth(event);
  }

  private void publishStatus() {
    Map<String, Long> tradeIds = new LinkedHashMap<>();
    instruments.forEach((symbol, market) -> tradeIds.put(symbol, market.tradeId()));
    tradeIdsSeen = tradeIds;
    updateIdsSeen = new LinkedHashMap<>(lastUpdateIds);
  }

  @Override
  public List<Instrument> instruments() {
    List<Instrument> all = new ArrayList<>();
    instruments.values().forEach(market -> all.add(market.instrument()));
    return all;
  }

  @Override
  public Optional<String> recordedMetadata() {
    return Optional.empty();
  }

  @Override
  public CompletableFuture<BookSnapshot> depth(String symbol, int limit) {
    try {
      return CompletableFuture.supplyAsync(() -> answerDepth(symbol, limit), thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new BookUnavailableException("market is closed"));
    }
  }

  private BookSnapshot answerDepth(String symbol, int limit) {
    SyntheticInstrument market = instruments.get(symbol);
    DepthWindow window = market.window();
    if (market.updateId() != window.lastSent()) {
      truth.rest(symbol, market.updateId(), window.lastSent(), window.bids(), window.asks());
    }
    return market.snapshot(limit);
  }

  @Override
  public TradeHistory trades(String symbol) {
    return instruments.get(symbol).history();
  }

  @Override
  public MarketStatus status() {
    return new MarketStatus(
        "synthetic", state, depthEvents.get(), trades.get(), updateIdsSeen, tradeIdsSeen);
  }

  @Override
  public void subscribed(String stream) {
    // The market does not depend on who listens.
  }

  @Override
  public void freeze() {
    try {
      CompletableFuture.runAsync(this::stopTicks, thread).join();
    } catch (RejectedExecutionException e) {
      LOG.debug("The market is closed already", e);
    }
  }

  private void stopTicks() {
    ticks.cancel(false);
    state = MarketStatus.State.FINISHED;
    truth.flush();
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the market's thread does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    state = MarketStatus.State.FINISHED;
  }
}
