// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the two arrays against a tree map, where the arrays move: at both ends and when full. */
class BookSideTest {
  private final BookSide bids = new BookSide(true);
  private final BookSide asks = new BookSide(false);
  private final TreeMap<Long, Long> expectedBids = new TreeMap<>(Comparator.reverseOrder());
  private final TreeMap<Long, Long> expectedAsks = new TreeMap<>();

  @Test
  void insertsAtEveryRankWithAndWithoutRoomInFront() {
    for (int size = 0; size <= 70; size++) {
      for (int rank = 0; rank <= size; rank++) {
        for (int room = 0; room <= 2; room++) {
          fill(size, room);
          set(1_000 - 10L * rank + 5, 7);
          verify("insert at %d of %d, %d free in front", rank, size, room);
          set(1_000 - 10L * rank + 5, 0);
          verify("and removed again");
        }
      }
    }
  }

  @Test
  void removesAtEveryRank() {
    for (int size = 1; size <= 70; size++) {
      for (int rank = 0; rank < size; rank++) {
        fill(size, 1);
        set(1_000 - 10L * rank, 0);
        verify("removed %d of %d", rank, size);
      }
    }
  }

  @Test
  void ignoresTheDeletionOfAbsentLevels() {
    set(500, 0);
    verify("empty side");
    fill(5, 0);
    set(2_000, 0);
    set(995, 0);
    set(1, 0);
    verify("above, between and below");
  }

  @Test
  void keepDropsTheWorstAndForgetsWhatLiesBeyond() {
    fill(10, 0);
    bids.keep(10);
    assertThat(bids.knownFrom()).isEqualTo(BookSide.KNOWS_ALL);
    bids.keep(4);
    assertThat(bids.size()).isEqualTo(4);
    assertThat(bids.price(0)).isEqualTo(1_000);
    assertThat(bids.price(3)).isEqualTo(970);
    assertThat(bids.knownFrom()).isEqualTo(970);
    bids.set(960, 1);
    bids.set(970, 0);
    assertThat(bids.size()).isEqualTo(4);
    assertThat(bids.knownSize()).isEqualTo(3);
    bids.set(975, 1);
    assertThat(bids.knownSize()).isEqualTo(4);
    bids.clear();
    assertThat(bids.knownFrom()).isEqualTo(BookSide.KNOWS_ALL);
    assertThat(bids.knownSize()).isZero();
  }

  @Test
  void keepMakesRoomInFrontThatLaterInsertionsUse() {
    fill(64, 0);
    keep(10);
    for (int i = 0; i < 60; i++) {
      set(1_000 - 90 - 10L * i - 1, i + 1);
      verify("worst appended, %d", i);
    }
  }

  @Test
  void doesNotGrowWhileTheMarketWandersThroughTheArrays() {
    fill(20, 0);
    int before = bids.heapBytes();
    for (long price = 1_010; price < 200_000; price += 10) {
      set(price, price);
      set(price - 200, 0);
    }
    verify("risen");
    for (long price = 199_780; price > 1_000; price -= 10) {
      set(price, price);
      set(price + 200, 0);
    }
    verify("fallen");
    assertThat(bids.heapBytes()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void equalsATreeMapWhateverItsEndsDo(long seed) {
    Random random = new Random(seed);
    long best = 100_000;
    for (int phase = 0; phase < 60; phase++) {
      int kind = random.nextInt(6);
      int steps = 1 + random.nextInt(120);
      for (int step = 0; step < steps; step++) {
        switch (kind) {
          case 0 -> set(++best, 1 + random.nextInt(9));
          case 1 -> set(worst() - 1 - random.nextInt(3), 1 + random.nextInt(9));
          case 2 -> set(best(), 0);
          case 3 -> set(worst(), 0);
          case 4 -> set(best - random.nextInt(300), random.nextInt(3));
          default -> keep(1 + random.nextInt(200));
        }
        assertThat(bids.size()).isEqualTo(expectedBids.size());
      }
      verify("seed %d, phase %d of kind %d", seed, phase, kind);
    }
  }

  private long best() {
    return expectedBids.isEmpty() ? 1 : expectedBids.firstKey();
  }

  private long worst() {
    return expectedBids.isEmpty() ? 100_000 : expectedBids.lastKey();
  }

  /** Levels 1000, 990, 980 … after as many worse ones were removed from the front. */
  private void fill(int size, int roomInFront) {
    bids.clear();
    asks.clear();
    expectedBids.clear();
    expectedAsks.clear();
    for (int i = size + roomInFront - 1; i >= 0; i--) {
      set(1_000 - 10L * i, i + 1);
    }
    for (int i = size; i < size + roomInFront; i++) {
      set(1_000 - 10L * i, 0);
    }
  }

  /** Bids at the price, asks at its mirror image, so that the same ranks are touched. */
  private void set(long price, long quantity) {
    bids.set(price, quantity);
    asks.set(1_000_000 - price, quantity);
    if (quantity == 0) {
      expectedBids.remove(price);
      expectedAsks.remove(1_000_000 - price);
    } else {
      expectedBids.put(price, quantity);
      expectedAsks.put(1_000_000 - price, quantity);
    }
  }

  private void keep(int levels) {
    bids.keep(levels);
    asks.keep(levels);
    while (expectedBids.size() > levels) {
      expectedBids.pollLastEntry();
      expectedAsks.pollLastEntry();
    }
  }

  private void verify(String what, Object... arguments) {
    verify(bids, expectedBids, what, arguments);
    verify(asks, expectedAsks, what, arguments);
  }

  private static void verify(
      BookSide side, Map<Long, Long> expected, String what, Object... arguments) {
    assertThat(side.size()).as(what, arguments).isEqualTo(expected.size());
    int rank = 0;
    for (Map.Entry<Long, Long> level : expected.entrySet()) {
      if (side.price(rank) != level.getKey() || side.quantity(rank) != level.getValue()) {
        assertThat(side.price(rank)).as(what, arguments).isEqualTo(level.getKey());
        assertThat(side.quantity(rank)).as(what, arguments).isEqualTo(level.getValue());
      }
      rank++;
    }
  }
}
