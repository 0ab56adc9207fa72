// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.venue;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.Market;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The books that a feed keeps to begin subscriptions with, one per symbol, each used under its own
 * lock. A book begins with a snapshot of the market, which may lie within an event: that event,
 * being of absolute levels, brings it to the event's end. Thread safe.
 *
 * @param <B> a venue's book
 */
public final class LiveBooks<B> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveBooks.class);

  private final class Entry {
    private final CompletableFuture<BookSnapshot> seed;
    private CompletableFuture<Void> lastUse;
    private B book;

    private Entry(CompletableFuture<BookSnapshot> seed) {
      this.seed = seed;
      this.lastUse = CompletableFuture.allOf(seed);
    }

    private boolean failed() {
      return seed.isCompletedExceptionally();
    }

    private boolean begun() {
      return seed.isDone() && !failed();
    }

    /** Uses the book now or later, in the order of the calls. */
    private void whenBegun(Consumer<B> action) {
      synchronized (seed) {
        lastUse = lastUse.thenRun(() -> use(action)).exceptionally(this::report);
      }
    }

    private Void report(Throwable failure) {
      LOG.error("A book could not be used", failure);
      return null;
    }

    private synchronized void use(Consumer<B> action) {
      if (book == null) {
        book = maker.apply(seed.join());
      }
      action.accept(book);
    }
  }

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Function<BookSnapshot, B> maker;
  private volatile Market market;

  /** Books that {@code maker} makes of a market's whole books. */
  public LiveBooks(Function<BookSnapshot, B> maker) {
    this.maker = maker;
  }

  /** Begins the books of a market's instruments; later listed ones begin when they are used. */
  public void open(Market newMarket) {
    market = newMarket;
    newMarket.instruments().forEach(instrument -> entry(instrument.symbol()));
  }

  private Entry entry(String symbol) {
    return entries.compute(
        symbol,
        (key, known) ->
            known == null || known.failed()
                ? new Entry(market.depth(symbol, Integer.MAX_VALUE))
                : known);
  }

  /**
   * Tells a change on the market's thread. Where the book has not begun yet, its snapshot is still
   * to come and contains the change.
   */
  public void changed(String symbol, Consumer<B> change) {
    Entry entry = entry(symbol);
    if (entry.begun()) {
      entry.use(change);
    }
  }

  /**
   * Uses the book of a listed symbol as soon as it has begun, at the latest on the market's thread.
   */
  public void whenBegun(String symbol, Consumer<B> use) {
    entry(symbol).whenBegun(use);
  }

  /** Asks the book of a listed symbol; empty where it has not begun yet. */
  public <T> Optional<T> ask(String symbol, Function<B, T> question) {
    Entry entry = entry(symbol);
    if (!entry.begun()) {
      return Optional.empty();
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    entry.use(book -> answer.complete(question.apply(book)));
    return Optional.of(answer.join());
  }

  /** Uses every book that has begun. */
  public void forEach(BiConsumer<String, B> use) {
    entries.forEach(
        (symbol, entry) -> {
          if (entry.begun()) {
            entry.use(book -> use.accept(symbol, book));
          }
        });
  }
}
