// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.sources.venue.Venues;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the messages of two connections arrive, the book is as if there had been one. */
class BookSuccessionTest {
  private static final Instrument BTC = Instrument.spot("venue", "BTC-USDT", "BTCUSDT");
  private static final long TIME = 1_700_000_000_000L;
  private static final Levels SIDE = new Levels(new long[] {1}, new long[] {1}, 1);
  private static final int ROUNDS = 2_000;

  private final Recorder out = new Recorder();

  /** What a consumer of the synchronizer sees. */
  private static final class Recorder implements BookSynchronizer.Output {
    final List<Long> ids = new ArrayList<>();
    final List<String> troubles = new ArrayList<>();
    int snapshots;

    @Override
    public void snapshot(BookSnapshot snapshot) {
      snapshots++;
      ids.add(snapshot.updateId());
    }

    @Override
    public void delta(BookDelta delta) {
      if (delta.previousId() != ids.get(ids.size() - 1)) {
        troubles.add(delta + " after " + ids.get(ids.size() - 1));
      }
      ids.add(delta.lastId());
    }

    @Override
    public void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime) {
      troubles.add("lost " + reason + " at " + breakingId);
    }

    @Override
    public void live(String reason, long id, long eventTime) {}

    @Override
    public void requestSnapshot(String reason) {
      troubles.add("request " + reason);
    }
  }

  /** One connection leads, the other one follows, as in a hand-over. */
  private final class Pair {
    final BookSynchronizer book;
    final BookSuccession second;
    boolean over;

    Pair(ChainRule rule) {
      book = new BookSynchronizer(rule, out, 1_000, 1 << 20, Long.MAX_VALUE);
      second = new BookSuccession(book, rule, 1_000, 1 << 20);
    }

    void first(Object message) {
      if (!over) {
        take(message);
        look();
      }
    }

    void second(Object message) {
      if (over) {
        take(message);
        return;
      }
      if (message instanceof BookSnapshot snapshot) {
        second.onSnapshot(snapshot);
      } else {
        second.onDelta((BookDelta) message);
      }
      look();
    }

    private void look() {
      if (second.continues()) {
        takeOver();
      }
    }

    void takeOver() {
      over = true;
      book.handOver();
      BookSuccession.Held held = second.release();
      if (held.snapshot() != null) {
        book.onStreamSnapshot(held.snapshot());
      }
      held.deltas().forEach(book::onDelta);
    }

    private void take(Object message) {
      if (message instanceof BookSnapshot snapshot) {
        book.onStreamSnapshot(snapshot);
      } else {
        book.onDelta((BookDelta) message);
      }
    }
  }

  /**
   * The states of a venue's book, and deltas from one to the next, as a connection gathers them.
   */
  private static List<BookDelta> portions(List<Long> ids, int from, int most, Random random) {
    List<BookDelta> deltas = new ArrayList<>();
    for (int at = from; at + 1 < ids.size(); ) {
      int to = Math.min(ids.size() - 1, at + 1 + random.nextInt(most));
      deltas.add(delta(ids.get(at), ids.get(at) + 1, ids.get(to)));
      at = to;
    }
    return deltas;
  }

  private static BookDelta delta(long previous, long first, long last) {
    return new BookDelta(BTC, previous, first, last, TIME, TIME, 0, 0, Levels.NONE, Levels.NONE);
  }

  private static BookSnapshot snapshot(long id) {
    return new BookSnapshot(BTC, id, TIME, TIME, 0, 0, SIDE, SIDE, false, false);
  }

  private static ChainRule rule(String venue) {
    return Venues.of(venue).books().chain();
  }

  private static List<Long> contiguous(int states) {
    List<Long> ids = new ArrayList<>();
    for (long id = 100; id < 100 + states; id++) {
      ids.add(id);
    }
    return ids;
  }

  private static List<Long> jumping(int states, Random random, boolean resets) {
    List<Long> ids = new ArrayList<>();
    int reset = resets ? random.nextInt(states) : -1;
    long id = 100_000;
    for (int i = 0; i < states; i++) {
      id += i == reset ? -50_000 : 7 + random.nextInt(87);
      ids.add(id);
    }
    return ids;
  }

  /**
   * Delivers both connections' messages in any order; the first ends somewhere behind the beginning
   * of the second.
   */
  private static void shuffle(
      Pair pair, List<?> first, List<?> second, int secondBegins, Random random) {
    int a = 0;
    int b = 0;
    while (a < first.size() || b < second.size()) {
      boolean mayFollow = a >= secondBegins && b < second.size();
      if (a < first.size() && (!mayFollow || random.nextInt(3) > 0 == random.nextBoolean())) {
        pair.first(first.get(a++));
      } else {
        pair.second(second.get(b++));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance_spot", "binance_derivatives"})
  void deltasOfTwoConnectionsThatGatherDifferentlyMissNothing(String venue) {
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      List<Long> ids = contiguous(30);
      List<BookDelta> first = portions(ids, 0, 3, random);
      int begin = random.nextInt(10);
      int end = begin + 1 + random.nextInt(first.size() - begin);
      List<Long> seen = ids.subList(Math.max(0, ids.indexOf(first.get(begin).lastId()) - 2), 30);
      List<BookDelta> second = portions(seen, 0, 3, random);
      Pair pair = new Pair(rule(venue));
      pair.take(snapshot(100));
      shuffle(pair, first.subList(0, Math.min(end, first.size())), second, begin, random);
      assertThat(out.troubles).as("round %d", round).isEmpty();
      assertThat(out.ids.get(out.ids.size() - 1)).as("round %d", round).isEqualTo(129);
      assertThat(out.ids).as("round %d", round).isSorted().doesNotHaveDuplicates();
      out.ids.clear();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"okx_spot", "deribit_derivatives"})
  void snapshotOfTheSecondConnectionDoesNotReplaceTheWholeBook(String venue) {
    Random random = new Random(8);
    for (int round = 0; round < ROUNDS; round++) {
      List<Long> ids = jumping(30, random, venue.startsWith("okx"));
      List<BookDelta> all = portions(ids, 0, 1, random);
      int begin = random.nextInt(10);
      int state = begin + random.nextInt(3);
      int end = state + random.nextInt(all.size() - state);
      List<Object> second = new ArrayList<>();
      second.add(snapshot(ids.get(state)));
      second.addAll(all.subList(state, all.size()));
      Pair pair = new Pair(rule(venue));
      pair.take(snapshot(ids.get(0)));
      shuffle(pair, all.subList(0, end), second, begin, random);
      assertThat(out.troubles).as("round %d", round).isEmpty();
      assertThat(out.ids).as("round %d", round).isEqualTo(ids);
      assertThat(out.snapshots).isEqualTo(round + 1);
      out.ids.clear();
    }
  }

  @Test
  void bookThatIsNotWholeTakesTheSecondConnectionsSnapshot() {
    Pair pair = new Pair(rule("okx_spot"));
    pair.second(snapshot(20));
    pair.second(delta(20, 20, 25));
    assertThat(out.troubles).isEmpty();
    assertThat(out.ids).containsExactly(20L, 25L);
  }

  @Test
  void secondConnectionThatIsBehindIsWaitedFor() {
    Pair pair = new Pair(rule("binance_spot"));
    pair.take(snapshot(100));
    pair.first(delta(100, 101, 110));
    pair.second(delta(100, 101, 105));
    assertThat(pair.over).isFalse();
    pair.second(delta(105, 106, 110));
    assertThat(pair.over).isTrue();
  }

  @Test
  void secondConnectionThatBeganLaterIsWaitedFor() {
    Pair pair = new Pair(rule("okx_spot"));
    pair.take(snapshot(100));
    pair.second(snapshot(120));
    pair.second(delta(120, 120, 130));
    assertThat(pair.over).isFalse();
    pair.first(delta(100, 100, 120));
    assertThat(out.ids).containsExactly(100L, 120L, 130L);
  }

  @Test
  void whatIsHeldBeyondTheBoundIsGivenUp() {
    BookSynchronizer book =
        new BookSynchronizer(rule("okx_spot"), out, 10, 1 << 20, Long.MAX_VALUE);
    BookSuccession second = new BookSuccession(book, rule("okx_spot"), 3, 1 << 20);
    book.onStreamSnapshot(snapshot(10));
    second.onSnapshot(snapshot(20));
    for (long id = 20; id < 23; id++) {
      second.onDelta(delta(id, id, id + 1));
    }
    BookDelta newest = delta(23, 23, 24);
    second.onDelta(newest);
    assertThat(second.release().deltas()).containsExactly(newest);
    assertThat(second.isEmpty()).isTrue();
  }

  @Test
  void lossOnTheSecondConnectionIsNoLossOfTheBook() {
    Pair pair = new Pair(rule("okx_spot"));
    pair.take(snapshot(10));
    pair.second(snapshot(20));
    pair.second.clear();
    pair.second(delta(25, 25, 30));
    pair.first(delta(10, 10, 20));
    pair.first(delta(20, 20, 25));
    assertThat(out.ids).containsExactly(10L, 20L, 25L, 30L);
    assertThat(out.troubles).isEmpty();
  }
}
