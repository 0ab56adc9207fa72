// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.truth.Fact;
import io.marketprism.simulator.truth.TruthBooks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asks a truth log that may lag behind what it tells of: waits for a row that is not there yet. In
 * vain it waits in all for a bounded time, so that a log that is wrong altogether does not stop a
 * verifier for ever; from then on it only reads what is there.
 */
final class PatientTruth {
  private static final long ONE_WAIT_NANOS = Duration.ofSeconds(5).toNanos();
  private final TruthBooks books;
  private long budgetNanos;

  /** Waits in vain for {@code budget} in all. */
  PatientTruth(TruthBooks books, Duration budget) {
    this.books = books;
    this.budgetNanos = budget.toNanos();
  }

  Optional<Book> book(String instrument, long updateId) {
    return books
        .book(instrument, updateId)
        .or(
            () ->
                patiently(
                    patience -> books.awaitBook(instrument, updateId, patience),
                    Optional::isPresent));
  }

  /** The trade with an id, or the one that holds a single match of that id. */
  Optional<Trade> trade(String instrument, long id) {
    return books
        .tradeHolding(instrument, id)
        .or(
            () ->
                patiently(
                    patience -> books.awaitTradeHolding(instrument, id, patience),
                    Optional::isPresent));
  }

  /** What was told at a time; waits for something that is as wanted. */
  List<Fact> facts(String kind, String symbol, long time, Predicate<Fact> wanted) {
    List<Fact> facts = books.facts(kind, symbol, time);
    return facts.stream().anyMatch(wanted)
        ? facts
        : patiently(
            patience -> books.awaitFacts(kind, symbol, time, wanted, patience),
            answer -> answer.stream().anyMatch(wanted));
  }

  private <T> T patiently(Function<Duration, T> question, Predicate<T> found) {
    long begun = System.nanoTime();
    T answer = question.apply(Duration.ofNanos(Math.max(0, Math.min(budgetNanos, ONE_WAIT_NANOS))));
    if (!found.test(answer)) {
      budgetNanos -= System.nanoTime() - begun;
    }
    return answer;
  }

  List<Long> times(String instrument, long updateId) {
    return books.times(instrument, updateId);
  }

  TruthBooks books() {
    books.poll();
    return books;
  }
}
