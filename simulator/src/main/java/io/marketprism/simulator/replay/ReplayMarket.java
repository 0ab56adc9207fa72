// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.replay;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.BookUnavailableException;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketStatus;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.market.TradeHistory;
import io.marketprism.simulator.net.Frame;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.truth.TruthLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recorded frames, sent as they were. One thread reads the files and gives each frame to the
 * subscribers of its stream. At a recorded snapshot whose symbol has subscribers it stands still
 * until the snapshot was fetched, so that a client can align as the recorder could.
 */
public final class ReplayMarket implements Market {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayMarket.class);
  private static final int FLUSH_EVERY = 64;
  private static final int TRADE_HISTORY = 200_000;
  private static final Duration ROOM_CHECK = Duration.ofMillis(200);
  private static final Duration CLIENT_CHECK = Duration.ofMillis(20);
  private final ReplaySettings settings;
  private final VenueDecoder decoder;
  private final StreamHub hub;
  private final TruthLog truth;
  private final Recording recording;
  private final ReplayClock clock;
  private final Thread thread = new Thread(this::run, "sim-replay");
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, RecordedBook> books = new HashMap<>();
  private final Map<String, TradeHistory> histories = new HashMap<>();
  private final Map<String, List<Runnable>> waitingForSnapshot = new HashMap<>();
  private final Set<String> subscribed = new HashSet<>();
  private final Map<String, Long> lastUpdateId = new TreeMap<>();
  private final Map<String, Long> lastTradeId = new TreeMap<>();
  private MarketStatus.State state = MarketStatus.State.WAITING;
  private boolean stopped;
  private long depthEvents;
  private long trades;
  private int unflushed;

  /** A replay into the given hub; reads the files once to know what they hold. */
  public ReplayMarket(
      ReplaySettings settings, VenueDecoder decoder, StreamHub hub, TruthLog truth) {
    this.settings = settings;
    this.decoder = decoder;
    this.hub = hub;
    this.truth = truth;
    this.recording = Recording.scan(settings.files(), decoder);
    this.clock = new ReplayClock(settings.speed());
    for (String symbol : recording.symbols()) {
      books.put(symbol, new RecordedBook(symbol, truth));
      histories.put(symbol, new TradeHistory(TRADE_HISTORY));
    }
  }

  @Override
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      awaitSubscribers();
      for (Path file : recording.files()) {
        clock.restart();
        replay(file);
      }
    } catch (InterruptedException e) {
      LOG.warn("The replay was interrupted");
    } catch (RuntimeException e) {
      LOG.error("The replay stopped by a failure", e);
    } finally {
      hub.flush();
      truth.flush();
      locked(() -> state = MarketStatus.State.FINISHED);
      LOG.info("The replay is at its end: {}", status());
    }
  }

  private void awaitSubscribers() throws InterruptedException {
    Set<String> essential = recording.essentialStreams(decoder);
    lock.lockInterruptibly();
    try {
      while (subscribed.isEmpty() && !stopped) {
        changed.await();
      }
      long patience = settings.startAfter().toNanos();
      while (!essential.stream().allMatch(this::wasSubscribed) && patience > 0 && !stopped) {
        patience = changed.awaitNanos(patience);
      }
      state = MarketStatus.State.RUNNING;
    } finally {
      lock.unlock();
    }
  }

  private boolean wasSubscribed(String stream) {
    return decoder.servedAs(stream).stream().anyMatch(subscribed::contains);
  }

  private void replay(Path file) throws InterruptedException {
    try (RecordingReader reader = new RecordingReader(file)) {
      for (RecordedRow row = reader.next(); row != null && !stopped(); row = reader.next()) {
        awaitDue(row);
        switch (row.kind()) {
          case FRAME -> frame(row);
          case SNAPSHOT -> snapshot(file, row);
          case METADATA, OTHER -> {
            // Nothing that a client could see happen.
          }
        }
      }
    }
  }

  private void awaitDue(RecordedRow row) throws InterruptedException {
    if (clock.wait(row.timeNanos(), System.nanoTime()) > 0) {
      flush();
    }
    lock.lockInterruptibly();
    try {
      long wait = clock.wait(row.timeNanos(), System.nanoTime());
      while (wait > 0 && !stopped) {
        changed.awaitNanos(wait);
        wait = clock.wait(row.timeNanos(), System.nanoTime());
      }
      while (clock.unpaced() && hub.connections().isEmpty() && !stopped) {
        changed.awaitNanos(CLIENT_CHECK.toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  private void frame(RecordedRow row) throws InterruptedException {
    switch (decoder.kind(row.name())) {
      case DEPTH -> depthEvent(decoder.depth(row.text()));
      case TRADE -> trade(decoder.trade(row.text()));
      case OTHER -> {
        // Sent unread.
      }
    }
    for (String stream : decoder.servedAs(row.name())) {
      if (hub.hasSubscribers(stream)) {
        publish(stream, decoder.frame(row.name(), stream, row.text()));
      }
    }
  }

  private void publish(String stream, String text) throws InterruptedException {
    while (clock.unpaced() && !hub.awaitRoom(stream, ROOM_CHECK)) {
      if (stopped()) {
        return;
      }
    }
    hub.publish(Frame.ofWrapped(stream, text));
    if (++unflushed >= FLUSH_EVERY) {
      flush();
    }
  }

  private void depthEvent(DepthEvent event) {
    locked(
        () -> {
          books.get(event.symbol()).event(event);
          depthEvents++;
          lastUpdateId.put(event.symbol(), event.lastId());
        });
  }

  private void trade(Trade trade) {
    truth.trade(trade);
    histories.get(trade.symbol()).add(trade);
    locked(
        () -> {
          trades++;
          lastTradeId.put(trade.symbol(), trade.id());
        });
  }

  private void snapshot(Path file, RecordedRow row) throws InterruptedException {
    String symbol = row.name() == null ? recording.fileSymbols().get(file) : row.name();
    RecordedBook book = books.get(symbol);
    if (book == null) {
      return;
    }
    flush();
    lock.lockInterruptibly();
    try {
      if (book.snapshot(decoder.snapshot(symbol, row.text()))) {
        answerWaiting(symbol);
        hold(symbol, book);
      }
    } finally {
      lock.unlock();
    }
  }

  private void hold(String symbol, RecordedBook book) throws InterruptedException {
    long began = System.nanoTime();
    long patience = settings.snapshotHold().toNanos();
    List<String> streams = decoder.servedAs(decoder.depthStream(symbol));
    while (book.unfetched()
        && streams.stream().anyMatch(hub::hasSubscribers)
        && patience > 0
        && !stopped) {
      patience = changed.awaitNanos(patience);
    }
    if (patience <= 0) {
      LOG.warn("Nobody fetched the snapshot of {} within {}", symbol, settings.snapshotHold());
    }
    book.giveUpHold();
    clock.stoodStill(System.nanoTime() - began);
  }

  private void flush() {
    unflushed = 0;
    truth.flush();
    hub.flush();
  }

  @Override
  public CompletableFuture<BookSnapshot> depth(String symbol, int limit) {
    CompletableFuture<BookSnapshot> answer = new CompletableFuture<>();
    lock.lock();
    try {
      RecordedBook book = books.get(symbol);
      BookSnapshot first = recording.firstSnapshots().get(symbol);
      if (book.known()) {
        answer.complete(fetch(book, limit));
      } else if (first == null || book.lost() || stopped) {
        answer.completeExceptionally(
            new BookUnavailableException("the recording has no snapshot of " + symbol + " here"));
      } else {
        waitingForSnapshot
            .computeIfAbsent(symbol, key -> new ArrayList<>())
            .add(() -> answer.complete(fetch(book, limit)));
        CompletableFuture.delayedExecutor(
                settings.depthWait().toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
            .execute(() -> locked(() -> answerEarly(symbol, book, first)));
      }
    } finally {
      lock.unlock();
    }
    return answer;
  }

  private BookSnapshot fetch(RecordedBook book, int limit) {
    BookSnapshot snapshot = book.fetch(limit);
    truth.flush();
    changed.signalAll();
    return snapshot;
  }

  /**
   * Answers with a snapshot that lies ahead: a client may take it, because it ignores the events
   * that the snapshot holds already.
   */
  private void answerEarly(String symbol, RecordedBook book, BookSnapshot first) {
    if (!stopped && waitingForSnapshot.containsKey(symbol)) {
      book.snapshot(first);
      answerWaiting(symbol);
    }
  }

  private void answerWaiting(String symbol) {
    List<Runnable> waiting = waitingForSnapshot.remove(symbol);
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }

  @Override
  public void subscribed(String stream) {
    locked(
        () -> {
          subscribed.add(stream);
          changed.signalAll();
        });
  }

  @Override
  public List<Instrument> instruments() {
    return recording.symbols().stream().map(decoder::instrument).toList();
  }

  @Override
  public Optional<String> recordedMetadata() {
    return recording.metadata();
  }

  @Override
  public TradeHistory trades(String symbol) {
    return histories.get(symbol);
  }

  @Override
  public MarketStatus status() {
    lock.lock();
    try {
      return new MarketStatus(
          "replay",
          state,
          depthEvents,
          trades,
          new TreeMap<>(lastUpdateId),
          new TreeMap<>(lastTradeId));
    } finally {
      lock.unlock();
    }
  }

  private boolean stopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void freeze() {
    locked(
        () -> {
          stopped = true;
          changed.signalAll();
        });
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    freeze();
  }
}
