// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.book;

import static io.marketprism.model.book.BookEvents.delta;
import static io.marketprism.model.book.BookEvents.levels;
import static io.marketprism.model.book.BookEvents.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.Integrity;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;
import org.junit.jupiter.api.Test;

class OrderBookTest {
  private static final int DEEP = 1_000;

  private final OrderBook book = new OrderBook();

  @Test
  void aSnapshotReplacesBothSidesAndStartsAPeriod() throws MalformedDecimalException {
    book.apply(snapshot(7, 2, 1, levels(100, 1, 99, 2, 98, 3), levels(101, 4), true, true), DEEP);
    book.apply(snapshot(9, 3, 0, levels(2_000, 5), levels(2_001, 6, 2_002, 7), false, true), DEEP);

    assertThat(book.lastId()).isEqualTo(9);
    assertThat(book.syncId()).isEqualTo(9);
    assertThat(book.priceScale()).isEqualTo(3);
    assertThat(book.quantityScale()).isZero();
    assertThat(book.bidCount()).isEqualTo(1);
    assertThat(book.bidPrice(0)).isEqualTo(2_000);
    assertThat(book.bidQuantity(0)).isEqualTo(5);
    assertThat(book.askCount()).isEqualTo(2);
    assertThat(book.askPrice(1)).isEqualTo(2_002);
    assertThat(book.askQuantity(1)).isEqualTo(7);
  }

  @Test
  void aDeltaMovesTheIdAndTheTimesButNotThePeriod() throws MalformedDecimalException {
    book.apply(snapshot(7, 0, 0, levels(100, 1), levels(101, 1), true, true), DEEP);
    book.apply(delta(7, 9, 0, 0, levels(100, 2), Levels.NONE), DEEP);

    assertThat(book.lastId()).isEqualTo(9);
    assertThat(book.syncId()).isEqualTo(7);
    assertThat(book.eventTime()).isEqualTo(BookEvents.EVENT_TIME + 9);
    assertThat(book.receiveTime()).isEqualTo(BookEvents.RECEIVE_TIME + 9);
    assertThat(book.bidQuantity(0)).isEqualTo(2);
  }

  @Test
  void aVenuesResetOfItsIdsStartsAPeriodWithinTheChain() throws MalformedDecimalException {
    book.apply(snapshot(700, 0, 0, levels(100, 1), levels(101, 1), true, true), DEEP);
    book.apply(delta(700, 3, 0, 0, levels(100, 2), Levels.NONE), DEEP);
    assertThat(book.lastId()).isEqualTo(3);
    assertThat(book.syncId()).isEqualTo(3);
    assertThat(book.bidQuantity(0)).isEqualTo(2);

    book.apply(delta(3, 11, 0, 0, levels(99, 1), Levels.NONE), DEEP);
    assertThat(book.lastId()).isEqualTo(11);
    assertThat(book.syncId()).isEqualTo(3);
    assertThat(book.bidCount()).as("nothing of the book went with the ids").isEqualTo(2);
  }

  @Test
  void aKeepAliveThatRepeatsTheIdChangesNothing() throws MalformedDecimalException {
    book.apply(snapshot(7, 0, 0, levels(100, 1), levels(101, 1), true, true), DEEP);
    book.apply(delta(7, 7, 0, 0, Levels.NONE, Levels.NONE), DEEP);
    assertThat(book.lastId()).isEqualTo(7);
    assertThat(book.syncId()).isEqualTo(7);
    assertThat(book.isTwoSided()).isTrue();
  }

  @Test
  void aBookIsProvedTheWayItsSnapshotSays() throws MalformedDecimalException {
    assertThat(book.integrity()).isEqualTo(Integrity.SEQUENCE);
    book.apply(snapshot(7, Integrity.CHECKSUM), DEEP);
    book.apply(delta(7, 9, 0, 0, levels(100, 2), Levels.NONE), DEEP);
    assertThat(book.integrity()).isEqualTo(Integrity.CHECKSUM);
    book.apply(snapshot(10, Integrity.SNAPSHOT), DEEP);
    assertThat(book.integrity()).isEqualTo(Integrity.SNAPSHOT);
  }

  @Test
  void quantityReplacesZeroDeletesAndAbsentDeletesAreNormal() throws MalformedDecimalException {
    book.apply(snapshot(1, 0, 0, levels(100, 1, 98, 1), levels(101, 1), true, true), DEEP);
    book.apply(
        delta(1, 2, 0, 0, levels(100, 0, 99, 5, 97, 0, 200, 0), levels(101, 0, 300, 0)), DEEP);

    assertThat(book.bidCount()).isEqualTo(2);
    assertThat(book.bidPrice(0)).isEqualTo(99);
    assertThat(book.bidPrice(1)).isEqualTo(98);
    assertThat(book.askCount()).isZero();
    assertThat(book.isTwoSided()).isFalse();
    assertThat(book.isCrossed()).isFalse();
  }

  @Test
  void theOrderOfLevelsInADeltaDoesNotMatter() throws MalformedDecimalException {
    book.apply(snapshot(1, 0, 0, levels(50, 1), levels(60, 1), true, true), DEEP);
    book.apply(delta(1, 2, 0, 0, levels(52, 2, 48, 3, 51, 4), levels(63, 1, 59, 2, 61, 3)), DEEP);

    assertThat(new long[] {book.bidPrice(0), book.bidPrice(1), book.bidPrice(2), book.bidPrice(3)})
        .containsExactly(52, 51, 50, 48);
    assertThat(new long[] {book.askPrice(0), book.askPrice(1), book.askPrice(2), book.askPrice(3)})
        .containsExactly(59, 60, 61, 63);
  }

  @Test
  void equalBestPricesAreCrossed() throws MalformedDecimalException {
    book.apply(snapshot(1, 0, 0, levels(100, 1), levels(101, 1), true, true), DEEP);
    assertThat(book.isCrossed()).isFalse();
    book.apply(delta(1, 2, 0, 0, levels(101, 1), Levels.NONE), DEEP);
    assertThat(book.isCrossed()).isTrue();
    book.apply(delta(2, 3, 0, 0, Levels.NONE, levels(101, 0)), DEEP);
    assertThat(book.isCrossed()).isFalse();
    assertThat(book.isTwoSided()).isFalse();
  }

  @Test
  void aFinerPriceRaisesTheScaleOfTheWholeBook() throws MalformedDecimalException {
    book.apply(snapshot(1, 0, 0, levels(100, 1, 99, 2), levels(101, 3), false, false), DEEP);
    book.apply(delta(1, 2, 2, 3, levels(99_99, 1_500), levels(101_00, 250)), DEEP);

    assertThat(book.priceScale()).isEqualTo(2);
    assertThat(book.quantityScale()).isEqualTo(3);
    assertThat(book.bidPrice(0)).isEqualTo(100_00);
    assertThat(book.bidQuantity(0)).isEqualTo(1_000);
    assertThat(book.bidPrice(1)).isEqualTo(99_99);
    assertThat(book.bidQuantity(1)).isEqualTo(1_500);
    assertThat(book.askCount()).isEqualTo(1);
    assertThat(book.askQuantity(0)).isEqualTo(250);
    assertThat(book.knownBidCount()).isEqualTo(3);
    assertThat(book.knownAskCount()).isEqualTo(1);
  }

  @Test
  void aCoarserDeltaMeetsTheLevelsOfAFinerBook() throws MalformedDecimalException {
    book.apply(snapshot(1, 2, 4, levels(100_50, 1_0000), levels(101_00, 1_0000), true, true), DEEP);
    book.apply(delta(1, 2, 1, 0, levels(1005, 0), levels(1010, 7)), DEEP);

    assertThat(book.bidCount()).isZero();
    assertThat(book.askCount()).isEqualTo(1);
    assertThat(book.askQuantity(0)).isEqualTo(7_0000);
    assertThat(book.priceScale()).isEqualTo(2);
  }

  @Test
  void anIncompleteSnapshotKnowsUpToItsWorstLevel() throws MalformedDecimalException {
    book.apply(snapshot(1, 0, 0, levels(100, 1, 99, 1), levels(101, 1, 102, 1), false, true), DEEP);
    book.apply(delta(1, 2, 0, 0, levels(98, 1, 97, 1), levels(103, 1, 104, 1)), DEEP);

    assertThat(book.bidCount()).isEqualTo(4);
    assertThat(book.knownBidCount()).isEqualTo(2);
    assertThat(book.knowsAllBids()).isFalse();
    assertThat(book.askCount()).isEqualTo(4);
    assertThat(book.knownAskCount()).isEqualTo(4);
    assertThat(book.knowsAllAsks()).isTrue();

    book.apply(delta(2, 3, 0, 0, levels(99, 0), Levels.NONE), DEEP);
    assertThat(book.knownBidCount()).as("the range stays although its last level went").isOne();
    book.apply(delta(3, 4, 0, 0, levels(100, 0), Levels.NONE), DEEP);
    assertThat(book.knownBidCount()).as("only unknown levels are left").isZero();
    assertThat(book.bidCount()).isEqualTo(2);
  }

  @Test
  void droppingTheWorstNarrowsTheKnownRange() throws MalformedDecimalException {
    book.apply(
        snapshot(1, 0, 0, levels(100, 1, 99, 1, 98, 1), levels(101, 1, 102, 1), true, true), 2);
    assertThat(book.bidCount()).isEqualTo(2);
    assertThat(book.knowsAllBids()).isFalse();
    assertThat(book.knowsAllAsks()).isTrue();

    book.apply(delta(1, 2, 0, 0, levels(99, 0), levels(103, 1)), 2);
    assertThat(book.askCount()).isEqualTo(2);
    assertThat(book.knowsAllAsks()).isFalse();
    book.apply(delta(2, 3, 0, 0, levels(98, 5), Levels.NONE), 2);
    assertThat(book.bidCount()).isEqualTo(2);
    assertThat(book.knownBidCount()).as("98 lies beyond what was kept").isOne();
  }

  @Test
  void numbersThatDoNotFitBesideEachOtherAreRefused() throws MalformedDecimalException {
    book.apply(
        snapshot(1, 0, 0, levels(900_000_000_000_000_000L, 1), Levels.NONE, true, true), DEEP);
    assertThatThrownBy(() -> book.apply(delta(1, 2, 2, 0, levels(1, 1), Levels.NONE), DEEP))
        .isInstanceOf(MalformedDecimalException.class);
  }

  @Test
  void tellsHowMuchHeapItHolds() throws MalformedDecimalException {
    int empty = book.heapBytes();
    long[] pairs = new long[10_000];
    for (int i = 0; i < pairs.length; i += 2) {
      pairs[i] = 100_000L - i;
      pairs[i + 1] = 1;
    }
    book.apply(snapshot(1, 0, 0, levels(pairs), Levels.NONE, true, true), 5_000);
    assertThat(book.bidCount()).isEqualTo(5_000);
    assertThat(book.heapBytes() - empty).isBetween(5_000 * 16, 2 * 5_000 * 16 + 4_096);
  }
}
