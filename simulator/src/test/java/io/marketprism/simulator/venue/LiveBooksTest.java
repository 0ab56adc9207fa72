// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.BookUnavailableException;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketStatus;
import io.marketprism.simulator.market.TradeHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A book begins with the market's snapshot, whenever that comes. */
class LiveBooksTest {
  private final List<CompletableFuture<BookSnapshot>> asked = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final LiveBooks<Long> books = new LiveBooks<>(BookSnapshot::lastUpdateId);

  private LiveBooksTest() {
    books.open(new AskedMarket());
  }

  @Test
  void whatIsWantedOfABookThatHasNotBegunIsDoneLaterInOrder() {
    books.whenBegun("A", id -> done.add("first " + id));
    books.whenBegun("A", id -> done.add("second " + id));
    assertThat(done).isEmpty();
    assertThat(books.ask("A", id -> id)).isEmpty();
    asked.get(0).complete(new BookSnapshot("A", 7, List.of(), List.of()));
    assertThat(done).containsExactly("first 7", "second 7");
    assertThat(books.ask("A", id -> id)).contains(7L);
  }

  @Test
  void changesBeforeTheSnapshotAreInItAlready() {
    books.changed("A", id -> done.add("early"));
    asked.get(0).complete(new BookSnapshot("A", 7, List.of(), List.of()));
    books.changed("A", id -> done.add("change of " + id));
    assertThat(done).containsExactly("change of 7");
  }

  @Test
  void aBookThatCouldNotBeginIsAskedForAgain() {
    books.changed("A", id -> done.add("early"));
    asked.get(0).completeExceptionally(new BookUnavailableException("not listed"));
    assertThat(books.ask("A", id -> id)).isEmpty();
    asked.get(1).complete(new BookSnapshot("A", 9, List.of(), List.of()));
    assertThat(books.ask("A", id -> id)).contains(9L);
  }

  /** A market whose snapshots the test gives. */
  private final class AskedMarket implements Market {
    @Override
    public CompletableFuture<BookSnapshot> depth(String symbol, int limit) {
      CompletableFuture<BookSnapshot> answer = new CompletableFuture<>();
      asked.add(answer);
      return answer;
    }

    @Override
    public void start() {}

    @Override
    public List<Instrument> instruments() {
      return List.of();
    }

    @Override
    public Optional<String> recordedMetadata() {
      return Optional.empty();
    }

    @Override
    public TradeHistory trades(String symbol) {
      return new TradeHistory(1);
    }

    @Override
    public MarketStatus status() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void subscribed(String stream) {}

    @Override
    public void freeze() {}

    @Override
    public void close() {}
  }
}
