// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static io.marketprism.job.book.BookRig.BTC;
import static io.marketprism.job.book.BookRig.ETH;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Venue rule B8: what is beyond the worst level of a snapshot is not known. */
class KnownRangeTest {
  private static final BookOptions TOP_3 = BookRig.options().interval(0).depth(3).build();

  @Test
  void publishedDepthNeverExceedsTheKnownRange() throws Exception {
    try (BookRig rig = new BookRig(TOP_3)) {
      rig.partialSnapshot(BTC, 10, "99 1, 98 2, 97 3", "101 1, 102 2, 103 3");
      rig.delta(BTC, 10, 11, "96 9, 95 9", "104 9");
      rig.delta(BTC, 11, 12, "99 0", "");

      assertThat(rig.books())
          .containsExactly(
              "10: 99 1, 98 2, 97 3 / 101 1, 102 2, 103 3",
              "11: 99 1, 98 2, 97 3 / 101 1, 102 2, 103 3",
              "12: 98 2, 97 3 / 101 1, 102 2, 103 3");
    }
  }

  @Test
  void aSideThatRunsOutOfKnownLevelsAsksOnceForASnapshotAndTheBookStaysLive() throws Exception {
    try (BookRig rig = new BookRig(TOP_3)) {
      rig.partialSnapshot(BTC, 10, "99 1, 98 2, 97 3", "101 1, 102 2, 103 3");
      assertThat(rig.requests).isEmpty();
      rig.delta(BTC, 10, 11, "99 0", "");
      rig.jumpTo(rig.now() + 10 * OrderBookOperator.REQUEST_INTERVAL_MS);
      rig.delta(BTC, 11, 12, "98 0", "");

      assertThat(rig.requests).containsExactly("BTC-USDT known_range");
      assertThat(rig.notices()).isEmpty();
      assertThat(rig.books()).hasSize(3);
    }
  }

  @Test
  void theNextRequestComesAMinuteAfterTheLastAtTheEarliest() throws Exception {
    try (BookRig rig = new BookRig(TOP_3)) {
      rig.partialSnapshot(BTC, 10, "99 1, 98 2, 97 3", "101 1, 102 2, 103 3");
      rig.delta(BTC, 10, 11, "99 0", "");
      rig.partialSnapshot(BTC, 20, "99 1, 98 2, 97 3", "101 1, 102 2, 103 3");
      rig.delta(BTC, 20, 21, "99 0", "");
      rig.jumpTo(rig.now() + OrderBookOperator.REQUEST_INTERVAL_MS - 1);
      rig.delta(BTC, 21, 22, "90 1", "");
      assertThat(rig.requests).hasSize(1);
      rig.jumpTo(rig.now() + 1);
      rig.delta(BTC, 22, 23, "90 2", "");

      assertThat(rig.requests).hasSize(2);
    }
  }

  @Test
  void oneBooksRequestDoesNotDelayItsNeighbours() throws Exception {
    try (BookRig rig = new BookRig(TOP_3)) {
      rig.partialSnapshot(BTC, 10, "99 1, 98 2", "101 1, 102 2, 103 3");
      rig.partialSnapshot(ETH, 10, "9 1, 8 2, 7 3", "11 1, 12 2");

      assertThat(rig.requests).containsExactly("BTC-USDT known_range", "ETH-USDT known_range");
    }
  }

  @Test
  void aShallowMarketThatIsKnownEntirelyNeedsNoSnapshot() throws Exception {
    try (BookRig rig = new BookRig(TOP_3)) {
      rig.snapshot(BTC, 10, "99 1", "101 1");
      rig.delta(BTC, 10, 11, "98 1", "");

      assertThat(rig.books()).containsExactly("10: 99 1 / 101 1", "11: 99 1, 98 1 / 101 1");
      assertThat(rig.requests).isEmpty();
    }
  }

  @Test
  void aSideWithoutAKnownLevelIsNotPublished() throws Exception {
    try (BookRig rig = new BookRig(TOP_3)) {
      rig.partialSnapshot(BTC, 10, "99 1, 98 2", "101 1");
      rig.delta(BTC, 10, 11, "90 1, 99 0, 98 0", "");

      assertThat(rig.books()).containsExactly("10: 99 1, 98 2 / 101 1");
    }
  }

  @Test
  void aRefreshReplacesBothSidesOfALiveBook() throws Exception {
    try (BookRig rig = new BookRig(TOP_3)) {
      rig.partialSnapshot(BTC, 10, "99 1, 98 2, 97 3", "101 1, 102 2, 103 3");
      rig.delta(BTC, 10, 11, "99 0, 98 0", "101 0");
      rig.partialSnapshot(BTC, 11, "97 3, 96 9, 95 9", "102 2, 103 3, 105 1");
      rig.delta(BTC, 11, 12, "97 4", "");

      assertThat(rig.books())
          .endsWith(
              "11: 97 3, 96 9, 95 9 / 102 2, 103 3, 105 1",
              "12: 97 4, 96 9, 95 9 / 102 2, 103 3, 105 1");
      assertThat(rig.notices()).isEmpty();
    }
  }

  @Test
  void fullDepthPublishesEveryKeptLevelAndAsksForNothing() throws Exception {
    BookOptions full = BookRig.options().interval(0).depth(BookOptions.FULL).build();
    try (BookRig rig = new BookRig(full)) {
      rig.partialSnapshot(BTC, 10, "99 1, 98 2", "101 1, 102 2");
      rig.delta(BTC, 10, 11, "90 9, 99 0", "110 9");

      assertThat(rig.books()).endsWith("11: 98 2, 90 9 / 101 1, 102 2, 110 9");
      assertThat(rig.requests).isEmpty();
    }
  }

  @Test
  void noMoreThanTheKeptLevelsAreHeldAndWhatWasDroppedIsUnknown() throws Exception {
    BookOptions keepThree = BookRig.options().interval(0).keep(3).depth(3).build();
    try (BookRig rig = new BookRig(keepThree)) {
      rig.snapshot(BTC, 10, "99 1, 98 2, 97 3, 96 4", "101 1");
      rig.delta(BTC, 10, 11, "98.5 1", "");
      rig.delta(BTC, 11, 12, "99 0, 95 1", "");

      assertThat(rig.books())
          .containsExactly(
              "10: 99 1, 98 2, 97 3 / 101 1",
              "11: 99 1, 98.5 1, 98 2 / 101 1",
              "12: 98.5 1, 98 2 / 101 1");
      assertThat(rig.requests).containsExactly("BTC-USDT known_range");
    }
  }

  @Test
  void theKnownRangeSurvivesARestore() throws Exception {
    try (BookRig first = new BookRig(TOP_3)) {
      first.partialSnapshot(BTC, 10, "99 1, 98 2, 97 3", "101 1, 102 2, 103 3");
      first.delta(BTC, 10, 11, "96 9", "");
      try (BookRig restored = new BookRig(TOP_3, first.checkpoint(), first.now() + 1)) {
        restored.delta(BTC, 11, 12, "99 0", "");

        assertThat(restored.books()).containsExactly("12: 98 2, 97 3 / 101 1, 102 2, 103 3");
        assertThat(restored.requests).containsExactly("BTC-USDT known_range");
      }
    }
  }
}
