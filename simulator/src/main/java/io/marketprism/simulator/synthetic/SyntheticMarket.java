// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.BookUnavailableException;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Liquidation;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.market.MarketStatus;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.market.TradeHistory;
import io.marketprism.simulator.truth.TruthLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
  private static final int TICKS_PER_STATUS = 10;
  private final Map<String, Long> lastUpdateIds = new LinkedHashMap<>();
  private final Map<String, SyntheticInstrument> delisted = new HashMap<>();
  private final SyntheticSettings settings;
  private final VenueRules rules;
  private final MarketFeed feed;
  private final TruthLog truth;
  private final Clock clock;
  private final AtomicLong depthEvents = new AtomicLong();
  private final AtomicLong trades = new AtomicLong();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "sim-market"));
  private long ticksDone;
  private volatile Future<?> ticks = CompletableFuture.completedFuture(null);
  private volatile Map<String, SyntheticInstrument> instruments = Map.of();
  private volatile MarketStatus.State state = MarketStatus.State.WAITING;
  private volatile Map<String, Long> updateIdsSeen = Map.of();
  private volatile Map<String, Long> tradeIdsSeen = Map.of();

  /** A market of Binance spot; see the other constructor. */
  public SyntheticMarket(SyntheticSettings settings, MarketFeed feed, TruthLog truth, Clock clock) {
    this(settings, VenueRules.BINANCE_SPOT, feed, truth, clock);
  }

  /**
   * A market of a venue that tells {@code feed} what happens and writes it to {@code truth} before.
   */
  public SyntheticMarket(
      SyntheticSettings settings, VenueRules rules, MarketFeed feed, TruthLog truth, Clock clock) {
    this.settings = settings;
    this.rules = rules;
    this.feed = feed;
    this.truth = truth;
    this.clock = clock;
    Map<String, SyntheticInstrument> listed = new LinkedHashMap<>();
    settings.symbols().forEach(pair -> open(pair, settings.quiet().contains(pair), listed));
    settings.quiet().forEach(pair -> open(pair, true, listed));
    listed.forEach((symbol, market) -> lastUpdateIds.put(symbol, market.updateId()));
    instruments = listed;
    publishStatus();
  }

  private List<SyntheticInstrument> open(
      String pair, boolean quiet, Map<String, SyntheticInstrument> listed) {
    List<SyntheticInstrument> opened = new ArrayList<>();
    for (Listing listing : rules.listings(pair)) {
      String symbol = listing.instrument().symbol();
      if (!listed.containsKey(symbol)) {
        SyntheticInstrument market =
            new SyntheticInstrument(listing, rules, settings, quiet, listed.size());
        listed.put(symbol, market);
        opened.add(market);
      }
    }
    return opened;
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
      if (++ticksDone % TICKS_PER_STATUS == 0) {
        publishStatus();
      }
    } catch (RuntimeException e) {
      state = MarketStatus.State.FINISHED;
      LOG.error("The synthetic market stopped by a failure", e);
      throw e;
    }
  }

  private void advance(SyntheticInstrument market) {
    long now = clock.millis();
    long before = market.updateId();
    Level bid = market.book().best(Side.BID);
    Level ask = market.book().best(Side.ASK);
    market.burstTick(now, this::changed, this::traded);
    market.tick(now, this::traded);
    if (market.updateId() != before) {
      Level newBid = market.book().best(Side.BID);
      Level newAsk = market.book().best(Side.ASK);
      if (newBid != bid || newAsk != ask) {
        feed.top(market.instrument().symbol(), market.updateId(), newBid, newAsk);
      }
    }
    market.liquidation(now).ifPresent(this::liquidated);
    market.closeFast(now).ifPresent(this::changed);
    market.closeSlow(now).ifPresent(feed::slowDepth);
  }

  private void traded(Trade trade) {
    truth.trade(trade);
    trades.incrementAndGet();
    feed.trade(trade);
  }

  private void liquidated(Liquidation liquidation) {
    truth.liquidation(liquidation);
    feed.liquidation(liquidation);
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
    return instruments.values().stream().map(SyntheticInstrument::instrument).toList();
  }

  @Override
  public Optional<Instrument> instrument(String symbol) {
    return Optional.ofNullable(instruments.get(symbol)).map(SyntheticInstrument::instrument);
  }

  @Override
  public void list(String symbol) {
    onThread(() -> listNow(symbol));
  }

  private void listNow(String symbol) {
    Map<String, SyntheticInstrument> listed = new LinkedHashMap<>(instruments);
    List<String> names = named(symbol);
    for (String name : names) {
      SyntheticInstrument known = delisted.remove(name);
      if (known != null) {
        listed.put(name, known);
      }
    }
    if (names.stream().noneMatch(listed::containsKey)) {
      for (SyntheticInstrument market : open(symbol, false, listed)) {
        truth.snapshot(market.snapshot(Integer.MAX_VALUE));
        lastUpdateIds.put(market.instrument().symbol(), market.updateId());
      }
    }
    truth.flush();
    names.forEach(name -> listed.get(name).trading(true));
    instruments = listed;
  }

  @Override
  public void burst(String symbol, boolean ofTrades, int count) {
    onThread(
        () -> {
          SyntheticInstrument market = instruments.get(symbol);
          if (market == null) {
            throw new IllegalArgumentException(symbol + " is not listed");
          }
          market.burst(ofTrades, count);
        });
  }

  @Override
  public void delist(String symbol, boolean halted) {
    onThread(() -> delistNow(symbol, halted));
  }

  private void delistNow(String symbol, boolean halted) {
    Map<String, SyntheticInstrument> listed = new LinkedHashMap<>(instruments);
    List<String> names = named(symbol).stream().filter(listed::containsKey).toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(symbol + " is not listed");
    }
    for (String name : names) {
      listed.get(name).trading(false);
      if (!halted) {
        delisted.put(name, listed.remove(name));
      }
    }
    instruments = listed;
  }

  /** The venue's symbols that a name means: itself where it is one, else those of the pair. */
  private List<String> named(String symbol) {
    if (instruments.containsKey(symbol) || delisted.containsKey(symbol)) {
      return List.of(symbol);
    }
    return rules.instruments(symbol).stream().map(Instrument::symbol).toList();
  }

  private void onThread(Runnable change) {
    try {
      CompletableFuture.runAsync(change, thread).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
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
    if (market == null) {
      throw new BookUnavailableException(symbol + " is not listed");
    }
    DepthWindow window = market.window();
    BookSnapshot snapshot = market.snapshot(limit);
    if (market.updateId() != window.lastSent()) {
      truth.rest(snapshot, window.lastSent(), window.bids(), window.asks());
    }
    return snapshot;
  }

  @Override
  public TradeHistory trades(String symbol) {
    SyntheticInstrument market = instruments.get(symbol);
    return market == null ? new TradeHistory(1) : market.history();
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
    publishStatus();
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
