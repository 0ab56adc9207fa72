// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.truth.TruthBooks;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks a truth log that may lag behind what it tells of: waits for a row that is not there yet, in
 * all for a bounded time, so that a log that is wrong altogether does not stop a verifier for ever.
 */
final class PatientTruth {
  private static final long ONE_WAIT_NANOS = Duration.ofSeconds(5).toNanos();
  private final TruthBooks books;
  private long budgetNanos;

  /** Waits for {@code budget} in all. */
  PatientTruth(TruthBooks books, Duration budget) {
    this.books = books;
    this.budgetNanos = budget.toNanos();
  }

  Optional<Book> book(String instrument, long updateId) {
    Optional<Book> book = books.book(instrument, updateId);
    if (book.isPresent()) {
      return book;
    }
    long begun = System.nanoTime();
    book = books.awaitBook(instrument, updateId, patience());
    budgetNanos -= System.nanoTime() - begun;
    return book;
  }

  Optional<Trade> trade(String instrument, long id) {
    Optional<Trade> trade = books.trade(instrument, id);
    if (trade.isPresent()) {
      return trade;
    }
    long begun = System.nanoTime();
    trade = books.awaitTrade(instrument, id, patience());
    budgetNanos -= System.nanoTime() - begun;
    return trade;
  }

  OptionalLong eventTime(String instrument, long updateId) {
    return books.eventTime(instrument, updateId);
  }

  TruthBooks books() {
    books.poll();
    return books;
  }

  private Duration patience() {
    return Duration.ofNanos(Math.max(1, Math.min(budgetNanos, ONE_WAIT_NANOS)));
  }
}
