// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A source of books and trades behind a venue's endpoints. All methods may be called from any
 * thread and none but {@link #freeze} and {@link #close} blocks.
 */
public interface Market extends AutoCloseable {
  /** Starts the market's own thread; called once, after the endpoints listen. */
  void start();

  /** The instruments that the venue lists now. */
  List<Instrument> instruments();

  /** The instrument of a symbol, where the venue lists it now. */
  default Optional<Instrument> instrument(String symbol) {
    return instruments().stream().filter(one -> one.symbol().equals(symbol)).findFirst();
  }

  /** The venue's recorded metadata answer as JSON text, where the source has one. */
  Optional<String> recordedMetadata();

  /**
   * The book of a listed symbol at this moment, at most {@code limit} levels a side. Completes
   * exceptionally with {@link BookUnavailableException} where the source has no book.
   */
  CompletableFuture<BookSnapshot> depth(String symbol, int limit);

  /** Past trades of a listed symbol in ascending order. */
  TradeHistory trades(String symbol);

  /** Where the market stands. */
  MarketStatus status();

  /** Tells that a client has subscribed to a stream. */
  void subscribed(String stream);

  /**
   * Lists instruments as a venue does at run time; what was listed before goes on where it stood.
   *
   * @param symbol a pair named as on Binance spot, or a symbol listed before
   * @throws IllegalArgumentException where no instrument can be made of it
   */
  default void list(String symbol) {
    throw new IllegalArgumentException("the listing of this market cannot change");
  }

  /**
   * Takes instruments off: no event happens any more.
   *
   * @param symbol a venue's symbol, or a pair named as on Binance spot for all instruments of it
   * @param halted whether they stay listed as not trading
   * @throws IllegalArgumentException where it is not listed
   */
  default void delist(String symbol, boolean halted) {
    throw new IllegalArgumentException("the listing of this market cannot change");
  }

  /**
   * Lets much happen to one symbol within the next 100 ms, each change or trade in an event of its
   * own.
   *
   * @param ofTrades whether trades, else changes of the book
   * @param count how many, at least 1
   * @throws IllegalArgumentException where the market cannot, or the symbol is not listed
   */
  default void burst(String symbol, boolean ofTrades, int count) {
    throw new IllegalArgumentException("the course of this market cannot change");
  }

  /**
   * Lets the market come to rest for ever: when this returns no event and no trade happens any more
   * and the truth log is complete. Requests are still answered.
   */
  void freeze();

  /** Stops the market's thread and completes pending requests exceptionally. */
  @Override
  void close();
}
