// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitFixtures.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.book.OrderBook;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.book.BookSynchronizer.State;
import io.marketprism.sources.book.ChainRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeribitChainTest {
  private static final ChainRule RULE = DeribitBooks.INSTANCE.chain();
  private static final long START = 1_786_563_104_500L;

  private static BookDelta delta(long previous, long id) {
    return new BookDelta(BTC, previous, id, id, START, START, 0, 0, Levels.NONE, Levels.NONE);
  }

  @Test
  void changeContinuesExactlyTheIdThatItNames() {
    assertThat(RULE.continues(delta(100, 107), 100)).isTrue();
    assertThat(RULE.continues(delta(100, 107), 101)).isFalse();
    assertThat(RULE.continues(delta(100, 107), 99)).isFalse();
  }

  @Test
  void lowIdIsNoReasonToSilenceAChange() {
    assertThat(RULE.isOld(delta(100, 107), 200)).isFalse();
    assertThat(RULE.isOld(delta(100, 107), 107)).isFalse();
    assertThat(RULE.isOld(delta(107, 107), 107)).isTrue();
  }

  @Test
  void snapshotInTheMidstOfAGatheredChangeIsNotContinuedByIt() {
    assertThat(RULE.isCovered(delta(100, 107), 107)).isTrue();
    assertThat(RULE.isCovered(delta(100, 107), 103)).isFalse();
    assertThat(RULE.startsFrom(delta(100, 107), 103)).isFalse();
    assertThat(RULE.startsFrom(delta(100, 107), 100)).isTrue();
  }

  /** A venue's book, every state of it, and the book that is followed. */
  private static final class Scene implements BookSynchronizer.Output {
    final Random random;
    final TreeMap<Long, Long> levels = new TreeMap<>();
    final Map<Long, Map<Long, Long>> history = new HashMap<>();
    final List<Long> ids = new ArrayList<>();
    final OrderBook book = new OrderBook();
    final BookSynchronizer synchronizer = new BookSynchronizer(RULE, this, 50, 1 << 20, 3_600_000);
    long id = 1_000;
    long sentId = 1_000;
    boolean wanted = true;
    boolean whole;
    int lives;

    Scene(long seed) {
      random = new Random(seed);
      remember();
    }

    private void remember() {
      history.put(id, Map.copyOf(levels));
      ids.add(id);
    }

    /** Several changes of the venue's book, gathered as what they come to. */
    BookDelta gathered() {
      Map<Long, Long> before = history.get(sentId);
      for (int n = random.nextInt(4); n >= 0; n--) {
        long price = 1 + random.nextInt(12);
        long quantity = random.nextInt(3);
        if (quantity == 0) {
          levels.remove(price);
        } else {
          levels.put(price, quantity);
        }
        id += 1 + random.nextInt(7);
        remember();
      }
      TreeMap<Long, Long> changed = new TreeMap<>();
      for (long price = 1; price <= 12; price++) {
        long now = levels.getOrDefault(price, 0L);
        if (now != before.getOrDefault(price, 0L)) {
          changed.put(price, now);
        }
      }
      BookDelta delta =
          new BookDelta(BTC, sentId, id, id, START, START, 0, 0, side(changed), Levels.NONE);
      sentId = id;
      return delta;
    }

    BookSnapshot snapshot(long at) {
      return new BookSnapshot(
          BTC, at, START, START, 0, 0, side(history.get(at)), Levels.NONE, true, true);
    }

    private static Levels side(Map<Long, Long> levels) {
      long[] prices = levels.keySet().stream().mapToLong(Long::longValue).toArray();
      long[] quantities = new long[prices.length];
      for (int i = 0; i < prices.length; i++) {
        quantities[i] = levels.get(prices[i]);
      }
      return new Levels(prices, quantities, prices.length);
    }

    private void check() {
      Map<Long, Long> found = new HashMap<>();
      for (int i = 0; i < book.bidCount(); i++) {
        found.put(book.bidPrice(i), book.bidQuantity(i));
      }
      assertThat(found).as("book at %d", book.lastId()).isEqualTo(history.get(book.lastId()));
    }

    @Override
    public void snapshot(BookSnapshot snapshot) {
      try {
        book.apply(snapshot, 1_000);
      } catch (MalformedDecimalException e) {
        throw new AssertionError(e);
      }
      whole = true;
      check();
    }

    @Override
    public void delta(BookDelta delta) {
      assertThat(whole).isTrue();
      assertThat(delta.previousId()).isEqualTo(book.lastId());
      try {
        book.apply(delta, 1_000);
      } catch (MalformedDecimalException e) {
        throw new AssertionError(e);
      }
      check();
    }

    @Override
    public void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime) {
      whole = false;
    }

    @Override
    public void live(String reason, long liveId, long eventTime) {
      lives++;
      assertThat(liveId).isEqualTo(book.lastId());
    }

    @Override
    public void requestSnapshot(String reason) {
      wanted = true;
    }
  }

  /**
   * From any history of drops, repeats, reorderings and reconnects, with snapshots in the stream or
   * over REST at any of the venue's ids: the book is the venue's book of that id or there is none.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void bookIsTheVenuesOrThereIsNone(long seed) {
    Scene scene = new Scene(seed);
    List<BookDelta> held = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      BookDelta next = scene.gathered();
      int fault = scene.random.nextInt(60);
      if (fault == 0) {
        scene.synchronizer.disconnected();
        scene.wanted = true;
        held.clear();
      } else if (fault == 1) {
        held.add(next);
        continue;
      } else if (fault == 2) {
        continue;
      } else if (fault == 3) {
        scene.synchronizer.onDelta(next);
      } else if (fault == 4) {
        scene.synchronizer.resync("crossed");
      }
      scene.synchronizer.onDelta(next);
      if (!held.isEmpty() && scene.random.nextInt(5) == 0) {
        scene.synchronizer.onDelta(held.remove(0));
      }
      if (scene.wanted && scene.random.nextInt(4) == 0) {
        scene.wanted = false;
        if (scene.random.nextBoolean()) {
          scene.synchronizer.onStreamSnapshot(scene.snapshot(scene.sentId));
        } else {
          int back = scene.random.nextInt(Math.min(12, scene.ids.size()));
          scene.synchronizer.onSnapshot(scene.snapshot(scene.ids.get(scene.ids.size() - 1 - back)));
        }
      }
    }
    assertThat(scene.lives).isGreaterThan(50);
    scene.synchronizer.onDelta(scene.gathered());
    scene.synchronizer.onStreamSnapshot(scene.snapshot(scene.sentId));
    scene.synchronizer.onDelta(scene.gathered());
    assertThat(scene.synchronizer.state()).isEqualTo(State.SYNCED);
    assertThat(scene.book.lastId()).isEqualTo(scene.id);
  }
}
