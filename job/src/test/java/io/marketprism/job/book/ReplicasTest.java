// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.job.book.Replicas.Verdict;
import io.marketprism.model.BookDelta;
import io.marketprism.model.BookEvent;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Levels;
import io.marketprism.model.book.OrderBook;
import io.marketprism.sources.book.ChainRule;
import io.marketprism.sources.venue.Venues;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever two connections do, and however their events are mixed, the book is the venue's. */
class ReplicasTest {
  private static final int DEPTH = 1_000;

  private Replicas replicas;
  private OrderBook book;
  private boolean wanted;
  private boolean asked;

  // What a chain that was delivered in order has come to, told apart from the class under test.
  private final boolean[] whole = new boolean[2];
  private final long[] reached = new long[2];
  private long lastBookId;

  @ParameterizedTest(name = "{0}, other portions: {1}")
  @CsvSource({
    "binance_spot, false",
    "binance_spot, true",
    "binance_derivatives, false",
    "binance_derivatives, true",
    "okx_spot, false",
    "deribit_derivatives, false",
    "deribit_derivatives, true",
  })
  void anyInterleavingOfTwoChainsMakesTheVenuesBook(String venue, boolean portionsDiffer)
      throws Exception {
    ChainRule rule = Venues.of(venue).books().chain();
    for (int seed = 0; seed < 600; seed++) {
      Random random = new Random(seed);
      replicas = new Replicas(rule);
      book = null;
      wanted = false;
      asked = false;
      whole[0] = false;
      whole[1] = false;
      TwoChains chains = new TwoChains(random, portionsDiffer);
      for (int step = 0; step < 400; step++) {
        act(chains, random, seed);
      }
      int survivor = random.nextInt(2);
      chains.settle(survivor);
      drain(chains, random, seed);
      if (asked) {
        chains.resync();
        drain(chains, random, seed);
      }
      assertThat(book).as("seed %s: no book", seed).isNotNull();
      assertThat(book.lastId()).as("seed %s", seed).isEqualTo(chains.id());
    }
  }

  private void act(TwoChains chains, Random random, int seed) throws Exception {
    int what = random.nextInt(100);
    if (what < 30) {
      chains.update();
    } else if (what < 34) {
      chains.mishap(random.nextInt(2));
    } else if (what < 36 && book != null) {
      wanted = true;
      chains.refresh(0);
      chains.refresh(1);
    } else if (what < 40 && asked) {
      asked = false;
      chains.resync();
    } else {
      deliver(chains, random.nextInt(2), seed);
    }
  }

  private void drain(TwoChains chains, Random random, int seed) throws Exception {
    int left = 0;
    while (left != 3) {
      int link = random.nextInt(2);
      if (!deliver(chains, link, seed)) {
        left |= 1 << link;
      }
    }
  }

  private boolean deliver(TwoChains chains, int link, int seed) throws Exception {
    BookEvent event = chains.poll(link);
    if (event == null) {
      return false;
    }
    boolean wasLive = book != null;
    follow(event);
    if (event instanceof BookDelta delta) {
      onDelta(delta);
    } else if (event instanceof BookSnapshot snapshot) {
      onSnapshot(snapshot);
    } else if (replicas.onReset((BookReset) event, book, true) == Verdict.LOST) {
      book = null;
      asked |= replicas.isAnyWhole();
    }
    if (book != null) {
      isTheVenues(chains.at(book.lastId()), seed);
    } else if (wasLive) {
      assertThat(continued()).as("seed %s: lost at %s without need", seed, event).isFalse();
    }
    return true;
  }

  private void follow(BookEvent event) {
    int link = event.replica() - 1;
    lastBookId = book == null ? 0 : book.lastId();
    whole[link] = !(event instanceof BookReset);
    if (event instanceof BookDelta delta) {
      reached[link] = delta.lastId();
    } else if (event instanceof BookSnapshot snapshot) {
      reached[link] = snapshot.updateId();
    }
  }

  /** Whether a whole chain has not passed the book that there was. */
  private boolean continued() {
    return whole[0] && reached[0] <= lastBookId || whole[1] && reached[1] <= lastBookId;
  }

  private void onDelta(BookDelta delta) throws Exception {
    switch (replicas.onDelta(delta, book, true)) {
      case TAKE -> book.apply(delta.after(book.lastId()), DEPTH);
      case LOST -> {
        book = null;
        asked = true;
      }
      default -> assertThat(book).isNotNull();
    }
  }

  private void onSnapshot(BookSnapshot snapshot) throws Exception {
    Verdict verdict = replicas.onSnapshot(snapshot, book, true, wanted);
    if (verdict == Verdict.TAKE || verdict == Verdict.TAKE_OVER_GAP) {
      book = new OrderBook();
      book.apply(snapshot, DEPTH);
      wanted = false;
      asked = false;
    }
  }

  private void isTheVenues(BookSnapshot truth, int seed) {
    assertThat(truth).as("seed %s: a book that the venue never had", seed).isNotNull();
    Levels bids = truth.bids();
    Levels asks = truth.asks();
    assertThat(book.bidCount()).isEqualTo(bids.size());
    assertThat(book.askCount()).isEqualTo(asks.size());
    for (int i = 0; i < bids.size(); i++) {
      assertThat(book.bidPrice(i)).as("seed %s", seed).isEqualTo(bids.price(i));
      assertThat(book.bidQuantity(i)).as("seed %s", seed).isEqualTo(bids.quantity(i));
    }
    for (int i = 0; i < asks.size(); i++) {
      assertThat(book.askPrice(i)).as("seed %s", seed).isEqualTo(asks.price(i));
      assertThat(book.askQuantity(i)).as("seed %s", seed).isEqualTo(asks.quantity(i));
    }
  }
}
