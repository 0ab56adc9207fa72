// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.Trade;
import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.truth.TruthBooks;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Holds what a source emitted against what the simulator says the venue had. */
final class Truth implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TruthBooks books;

  Truth(Path log) {
    books = new TruthBooks(log);
  }

  /** Each remembered state of a book is what the venue had at that update id. */
  void hasAllOf(RigBook book) {
    String symbol = book.instrument().nativeId();
    assertThat(book.remembered()).as(symbol).isNotEmpty();
    book.remembered()
        .forEach(
            (id, top) -> {
              Optional<Book> had = books.awaitBook(symbol, id, PATIENCE);
              assertThat(had).as("%s at %d", symbol, id).isPresent();
              assertThat(top.bids())
                  .as("bids of %s at %d", symbol, id)
                  .isEqualTo(levels(had.get(), Side.BID, top.bids().size()));
              assertThat(top.asks())
                  .as("asks of %s at %d", symbol, id)
                  .isEqualTo(levels(had.get(), Side.ASK, top.asks().size()));
            });
  }

  /** The best levels that the venue had of a symbol in the end; it must have come to rest. */
  RigBook.Top last(String symbol) {
    books.poll();
    Book last = books.book(symbol, books.bookId(symbol, books.bookCount(symbol) - 1)).orElseThrow();
    return new RigBook.Top(
        levels(last, Side.BID, RigBook.DEPTH), levels(last, Side.ASK, RigBook.DEPTH));
  }

  private static List<String> levels(Book book, Side side, int most) {
    return book.top(side, most).stream().map(Level::toString).toList();
  }

  /** Each trade is one that the venue had. */
  void hasAllOf(List<Trade> trades) {
    for (Trade trade : trades) {
      String symbol = trade.instrument().nativeId();
      var had = books.awaitTrade(symbol, Long.parseLong(trade.publishedId()), PATIENCE);
      assertThat(had).as("%s", trade).isPresent();
      assertThat(BigDecimal.valueOf(trade.price(), trade.priceScale()))
          .as("price of %s", trade)
          .isEqualByComparingTo(had.get().price());
      assertThat(BigDecimal.valueOf(trade.quantity(), trade.quantityScale()))
          .as("quantity of %s", trade)
          .isEqualByComparingTo(had.get().quantity());
      assertThat(trade.eventTime()).as("time of %s", trade).isEqualTo(had.get().tradeTime());
      assertThat(trade.sell()).as("side of %s", trade).isEqualTo(had.get().buyerIsMaker());
    }
  }

  /**
   * What was told of a symbol at a time, of which one must have this value.
   *
   * @param kind one of those that {@link io.marketprism.simulator.truth.Fact} names
   */
  void hasFact(String kind, String symbol, long time, String name, BigDecimal value) {
    var facts =
        books.awaitFacts(
            kind, symbol, time, fact -> isValue(fact.values().get(name), value), PATIENCE);
    assertThat(facts)
        .as("%s of %s at %d with %s %s", kind, symbol, time, name, value)
        .anyMatch(fact -> isValue(fact.values().get(name), value));
  }

  private static boolean isValue(String text, BigDecimal value) {
    return text != null && new BigDecimal(text).compareTo(value) == 0;
  }

  @Override
  public void close() {
    books.close();
  }
}
