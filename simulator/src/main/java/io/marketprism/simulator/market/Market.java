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

  /** The instruments that the venue lists. */
  List<Instrument> instruments();

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
   * Lets the market come to rest for ever: when this returns no event and no trade happens any more
   * and the truth log is complete. Requests are still answered.
   */
  void freeze();

  /** Stops the market's thread and completes pending requests exceptionally. */
  @Override
  void close();
}
