// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Levels;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.book.BookSynchronizer.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OkxChainTest {
  private static final int PRICES = 12;
  private static final long BASE_TIME = 1_700_000_000_000L;

  private static BookDelta link(long previous, long id) {
    return new BookDelta(
        OkxFixture.BTC, previous, id, id, BASE_TIME, BASE_TIME, 0, 0, Levels.NONE, Levels.NONE);
  }

  private final OkxChain chain = OkxChain.INSTANCE;

  @Test
  void onlyTheUpdateThatNamesTheStateContinuesIt() {
    assertThat(chain.continues(link(10, 17), 10)).isTrue();
    assertThat(chain.continues(link(9, 17), 10)).isFalse();
    assertThat(chain.continues(link(11, 17), 10)).isFalse();
  }

  @Test
  void resetToALowerIdContinuesAndALowerIdIsNotOld() {
    assertThat(chain.continues(link(10, 3), 10)).isTrue();
    assertThat(chain.isOld(link(10, 3), 10)).isFalse();
    assertThat(chain.isOld(link(3, 5), 10)).isFalse();
    assertThat(chain.isOld(link(10, 10), 10)).isTrue();
    assertThat(chain.isOld(link(12, 12), 10)).isFalse();
  }

  @Test
  void snapshotThatWasAskedForIsContinuedAcrossItsId() {
    assertThat(chain.isCovered(link(7, 10), 10)).isTrue();
    assertThat(chain.isCovered(link(7, 11), 10)).isFalse();
    assertThat(chain.startsFrom(link(7, 11), 10)).isTrue();
    assertThat(chain.startsFrom(link(10, 11), 10)).isTrue();
    assertThat(chain.startsFrom(link(11, 12), 10)).isFalse();
    assertThat(chain.isCovered(link(10, 3), 10)).isFalse();
    assertThat(chain.startsFrom(link(10, 3), 10)).isTrue();
  }

  /** The venue: a book of which every state is remembered by its time. */
  private static final class Truth {
    private final Random random;
    private final List<long[]> states = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();

    private Truth(Random random) {
      this.random = random;
      states.add(new long[PRICES]);
      ids.add(1L << 60);
    }

    private int now() {
      return states.size() - 1;
    }

    private long id() {
      return ids.get(now());
    }

    /** Some changes, told in one update, as the venue tells them each 100 ms. */
    private BookDelta next() {
      int from = now();
      int changes = 1 + random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        change(id() + 1 + random.nextInt(30));
      }
      return update(from);
    }

    /** A change after maintenance: ids start again far below. */
    private BookDelta reset() {
      int from = now();
      change(id() / 2);
      return update(from);
    }

    private void change(long newId) {
      long[] state = states.get(now()).clone();
      state[random.nextInt(PRICES)] = random.nextInt(4);
      states.add(state);
      ids.add(newId);
    }

    private BookDelta update(int from) {
      long[] after = states.get(now());
      long[] prices = new long[PRICES];
      long[] quantities = new long[PRICES];
      int size = 0;
      for (int price = 0; price < PRICES; price++) {
        if (isTouched(price, from)) {
          prices[size] = price;
          quantities[size++] = after[price];
        }
      }
      long time = BASE_TIME + now();
      return new BookDelta(
          OkxFixture.BTC,
          ids.get(from),
          id(),
          id(),
          time,
          time,
          0,
          0,
          new Levels(prices, quantities, size),
          Levels.NONE);
    }

    /** Whether a level changed on the way, be it back to what it was. */
    private boolean isTouched(int price, int from) {
      long before = states.get(from)[price];
      return states.subList(from, states.size()).stream().anyMatch(s -> s[price] != before);
    }

    private BookDelta keepAlive() {
      return new BookDelta(
          OkxFixture.BTC,
          id(),
          id(),
          id(),
          BASE_TIME + now(),
          BASE_TIME + now(),
          0,
          0,
          Levels.NONE,
          Levels.NONE);
    }

    private BookSnapshot snapshot(int at) {
      long[] prices = new long[PRICES];
      for (int price = 0; price < PRICES; price++) {
        prices[price] = price;
      }
      long time = BASE_TIME + at;
      return new BookSnapshot(
          OkxFixture.BTC,
          ids.get(at),
          time,
          time,
          0,
          0,
          new Levels(prices, states.get(at).clone(), PRICES),
          Levels.NONE,
          true,
          true);
    }
  }

  /**
   * Downstream: applies what is let through and compares it with the venue's state of that time.
   */
  private static final class Checked implements BookSynchronizer.Output {
    private final Truth truth;
    private long[] book;
    private int lives;
    private boolean requested;

    private Checked(Truth truth) {
      this.truth = truth;
    }

    @Override
    public void snapshot(BookSnapshot snapshot) {
      book = new long[PRICES];
      apply(snapshot.bids(), snapshot.eventTime());
    }

    @Override
    public void delta(BookDelta delta) {
      assertThat(book).as("a delta needs a book").isNotNull();
      apply(delta.bids(), delta.eventTime());
    }

    private void apply(Levels levels, long time) {
      for (int i = 0; i < levels.size(); i++) {
        book[(int) levels.price(i)] = levels.quantity(i);
      }
      assertThat(book).isEqualTo(truth.states.get((int) (time - BASE_TIME)));
    }

    @Override
    public void lost(String reason, long lastGood, long breaking, long lastGoodTime) {
      book = null;
    }

    @Override
    public void live(String reason, long id, long eventTime) {
      lives++;
      assertThat(book).isNotNull();
    }

    @Override
    public void requestSnapshot(String reason) {
      requested = true;
    }
  }

  /** Faults of a stream; what is held back comes a few updates late. */
  private static final class Faults {
    private final Random random;
    private final BookSynchronizer book;
    private final ArrayDeque<BookDelta> held = new ArrayDeque<>();

    private Faults(Random random, BookSynchronizer book) {
      this.random = random;
      this.book = book;
    }

    private void pass(BookDelta update) {
      switch (random.nextInt(60)) {
        case 0 -> held.add(update);
        case 1 -> {
          // Dropped.
        }
        case 2 -> {
          book.onDelta(update);
          book.onDelta(update);
        }
        default -> book.onDelta(update);
      }
      if (!held.isEmpty() && random.nextInt(3) == 0) {
        book.onDelta(held.remove());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void snapshotsOfTheStreamKeepTheBookRight(long seed) {
    Random random = new Random(seed);
    Truth truth = new Truth(random);
    Checked checked = new Checked(truth);
    BookSynchronizer book =
        new BookSynchronizer(OkxChain.INSTANCE, checked, 50, 1 << 20, Long.MAX_VALUE);
    Faults faults = new Faults(random, book);
    for (int i = 0; i < 10_000; i++) {
      int event = random.nextInt(200);
      if (event == 0) {
        faults.pass(truth.reset());
      } else if (event < 5) {
        faults.pass(truth.keepAlive());
      } else {
        faults.pass(truth.next());
      }
      if (event == 6) {
        book.disconnected();
        faults.held.clear();
        checked.requested = true;
      } else if (event == 7) {
        book.resync("crossed");
      } else if (event == 8) {
        book.onStreamSnapshot(truth.snapshot(truth.now()));
      }
      if (checked.requested && random.nextInt(4) == 0) {
        checked.requested = false;
        book.onStreamSnapshot(truth.snapshot(truth.now()));
      }
    }
    assertThat(checked.lives).isGreaterThan(100);
    book.onDelta(truth.next());
    if (checked.requested) {
      book.onStreamSnapshot(truth.snapshot(truth.now()));
    }
    book.onDelta(truth.next());
    assertThat(book.state()).isEqualTo(State.SYNCED);
    assertThat(checked.book).isEqualTo(truth.states.get(truth.now()));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void snapshotsOfRestKeepTheBookRight(long seed) {
    Random random = new Random(seed);
    Truth truth = new Truth(random);
    Checked checked = new Checked(truth);
    BookSynchronizer book =
        new BookSynchronizer(OkxChain.INSTANCE, checked, 50, 1 << 20, Long.MAX_VALUE);
    Faults faults = new Faults(random, book);
    for (int i = 0; i < 10_000; i++) {
      int event = random.nextInt(400);
      faults.pass(event == 0 ? truth.reset() : event < 5 ? truth.keepAlive() : truth.next());
      if (event == 6) {
        book.disconnected();
        faults.held.clear();
      } else if (event == 7) {
        book.refresh();
      }
      if (checked.requested && random.nextInt(4) == 0) {
        checked.requested = false;
        book.onSnapshot(truth.snapshot(Math.max(0, truth.now() - random.nextInt(20))));
      }
    }
    assertThat(checked.lives).isGreaterThan(50);
    book.onDelta(truth.next());
    for (int i = 0; i < 60 && book.state() != State.SYNCED; i++) {
      book.onDelta(truth.next());
      book.onSnapshot(truth.snapshot(truth.now()));
    }
    book.onDelta(truth.next());
    assertThat(book.state()).isEqualTo(State.SYNCED);
    assertThat(checked.book).isEqualTo(truth.states.get(truth.now()));
  }
}
