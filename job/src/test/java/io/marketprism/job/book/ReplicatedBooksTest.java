// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static io.marketprism.job.book.BookRig.BTC;
import static io.marketprism.job.book.BookRig.EVERY_UPDATE;
import static io.marketprism.job.book.BookRig.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.FeedStatus;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** Books that two connections carry. */
class ReplicatedBooksTest {
  private static final String BIDS = "99 1, 98 2";
  private static final String ASKS = "101 3, 102 4";

  private static List<String> notices(BookRig rig) {
    return rig.notices().stream()
        .map(
            told ->
                told.event().token()
                    + ' '
                    + told.reason()
                    + ' '
                    + id(told.previousSequence())
                    + ".."
                    + id(told.sequence()))
        .toList();
  }

  private static String id(long id) {
    return id == FeedStatus.NONE ? "" : Long.toString(id);
  }

  private static void bothWhole(BookRig rig) throws Exception {
    rig.over(1).snapshot(BTC, 10, BIDS, ASKS);
    rig.over(2).snapshot(BTC, 10, BIDS, ASKS);
    rig.over(1).delta(BTC, 10, 11, "99 5", "");
    rig.over(2).delta(BTC, 10, 11, "99 5", "");
  }

  @Test
  void whicheverConnectionIsFirstMovesTheBook() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      bothWhole(rig);
      rig.over(2).delta(BTC, 11, 12, "99 6", "");
      rig.over(2).delta(BTC, 12, 13, "99 7", "");
      rig.over(1).delta(BTC, 11, 12, "99 6", "");
      rig.over(1).delta(BTC, 12, 13, "99 7", "");
      rig.over(1).delta(BTC, 13, 14, "99 8", "");

      assertThat(rig.books())
          .containsExactly(
              "10: 99 1, 98 2 / 101 3, 102 4",
              "11: 99 5, 98 2 / 101 3, 102 4",
              "12: 99 6, 98 2 / 101 3, 102 4",
              "13: 99 7, 98 2 / 101 3, 102 4",
              "14: 99 8, 98 2 / 101 3, 102 4");
      assertThat(notices(rig)).containsExactly("live null ..10");
      assertThat(rig.requests).isEmpty();
    }
  }

  @Test
  void aBrokenChainDoesNotStopTheBook() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      bothWhole(rig);
      rig.over(1).reset(BTC);
      rig.over(2).delta(BTC, 11, 12, "99 6", "");
      rig.over(1).snapshot(BTC, 12, "99 6, 98 2", ASKS);
      rig.over(1).delta(BTC, 12, 13, "99 7", "");
      rig.over(2).reset(BTC);
      rig.over(1).delta(BTC, 13, 14, "99 8", "");

      assertThat(rig.books())
          .endsWith(
              "12: 99 6, 98 2 / 101 3, 102 4",
              "13: 99 7, 98 2 / 101 3, 102 4",
              "14: 99 8, 98 2 / 101 3, 102 4");
      assertThat(notices(rig)).containsExactly("live null ..10");
      assertThat(rig.metrics.value(BookMetrics.SYNC_STATUS + RigLabels.BTC)).isOne();
    }
  }

  @Test
  void aConnectionThatIsGoneDoesNotStopTheBookAndMayResume() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      bothWhole(rig);
      rig.over(1).away(BTC);
      rig.over(2).delta(BTC, 11, 12, "99 6", "");
      rig.over(2).away(BTC);
      rig.over(2).delta(BTC, 12, 13, "99 7", "");

      assertThat(rig.books()).last().isEqualTo("13: 99 7, 98 2 / 101 3, 102 4");
      assertThat(notices(rig)).containsExactly("live null ..10");
    }
  }

  @Test
  void aBookThatNoConnectionCarriesIsSilentAndTold() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      bothWhole(rig);
      rig.over(1).reset(BTC);
      rig.over(2).reset(BTC);
      assertThat(rig.metrics.value(BookMetrics.SYNC_STATUS + RigLabels.BTC)).isZero();
      rig.over(2).snapshot(BTC, 20, "89 1", "91 1");

      assertThat(rig.books()).last().isEqualTo("20: 89 1 / 91 1");
      assertThat(notices(rig))
          .containsExactly("live null ..10", "resync replicas_lost 11..", "live null ..20");
      assertThat(rig.requests).as("the feeds know it themselves").isEmpty();
    }
  }

  @Test
  void aChainThatHasPassedTheBookIsAskedForASnapshotWhenTheOtherBreaks() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.over(1).snapshot(BTC, 10, BIDS, ASKS);
      rig.over(2).delta(BTC, 15, 16, "99 5", "");
      assertThat(rig.requests).isEmpty();
      rig.over(1).reset(BTC);

      assertThat(rig.requests).containsExactly("BTC-USDT sequence_gap");
      assertThat(notices(rig)).containsExactly("live null ..10", "resync replicas_lost 10..");
      rig.over(2).delta(BTC, 16, 17, "99 5", "");
      assertThat(rig.requests).as("asked once").hasSize(1);
    }
  }

  @Test
  void aSnapshotAheadOfWhatWasCarriedIsAGap() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.over(1).snapshot(BTC, 10, BIDS, ASKS);
      rig.over(1).away(BTC);
      rig.over(2).snapshot(BTC, 20, "89 1", "91 1");

      assertThat(notices(rig))
          .containsExactly("live null ..10", "gap replicas_lost 10..20", "live null ..20");
    }
  }

  @Test
  void aSnapshotAheadOfAChainThatGoesOnIsNone() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.over(1).snapshot(BTC, 10, BIDS, ASKS);
      rig.over(2).snapshot(BTC, 20, "89 1", "91 1");
      rig.over(1).delta(BTC, 10, 20, "89 1, 99 0, 98 0", "91 1, 101 0, 102 0");
      rig.over(1).delta(BTC, 20, 21, "89 2", "");

      assertThat(rig.books())
          .containsExactly("10: 99 1, 98 2 / 101 3, 102 4", "20: 89 1 / 91 1", "21: 89 2 / 91 1");
      assertThat(notices(rig)).containsExactly("live null ..10");
    }
  }

  @Test
  void aDeltaInOtherPortionsContinuesTheBookWhereTheVenueAllowsIt() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      bothWhole(rig);
      rig.over(1).delta(BTC, 11, 13, "99 6", "");
      rig.over(1).reset(BTC);
      rig.over(2).delta(BTC, 11, 15, "99 7", "");

      assertThat(rig.books()).last().isEqualTo("15: 99 7, 98 2 / 101 3, 102 4");
      assertThat(rig.requests).isEmpty();
    }
  }

  @Test
  void aCrossedBookIsToldAndAllConnectionsAreAsked() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      bothWhole(rig);
      rig.over(2).delta(BTC, 11, 12, "105 1", "");

      assertThat(rig.requests).containsExactly("BTC-USDT crossed");
      assertThat(notices(rig)).endsWith("resync crossed 11..");
      rig.over(1).reset(BTC);
      rig.over(2).reset(BTC);
      rig.over(1).snapshot(BTC, 20, "89 1", "91 1");
      assertThat(notices(rig)).endsWith("resync crossed 11..", "live null ..20");
    }
  }

  @Test
  void aRestoredBookIsLiveAsSoonAsOneConnectionContinuesIt() throws Exception {
    OperatorSubtaskState state;
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      bothWhole(rig);
      state = rig.checkpoint();
    }
    try (BookRig restored = new BookRig(EVERY_UPDATE, state, START)) {
      restored.over(1).reset(BTC);
      restored.over(2).delta(BTC, 11, 12, "99 6", "");

      assertThat(restored.books()).containsExactly("12: 99 6, 98 2 / 101 3, 102 4");
      assertThat(notices(restored)).containsExactly("live restore ..12");
    }
  }

  @Test
  void aRestoredBookThatNoConnectionContinuesIsTold() throws Exception {
    OperatorSubtaskState state;
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      bothWhole(rig);
      state = rig.checkpoint();
    }
    try (BookRig restored = new BookRig(EVERY_UPDATE, state, START)) {
      restored.over(1).reset(BTC);
      restored.over(2).reset(BTC);
      restored.over(2).snapshot(BTC, 20, "89 1", "91 1");

      assertThat(notices(restored)).containsExactly("resync restore 11..", "live null ..20");
    }
  }

  @Test
  void aBookOfTwoConnectionsGoesOnWithOneAfterARestore() throws Exception {
    OperatorSubtaskState state;
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      bothWhole(rig);
      state = rig.checkpoint();
    }
    try (BookRig restored = new BookRig(EVERY_UPDATE, state, START)) {
      restored.over(0).delta(BTC, 11, 12, "99 6", "");
      assertThat(restored.books()).containsExactly("12: 99 6, 98 2 / 101 3, 102 4");
    }
  }

  @Test
  void aBookOfOneConnectionGoesOnWithTwoAfterARestore() throws Exception {
    OperatorSubtaskState state;
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, BIDS, ASKS);
      state = rig.checkpoint();
    }
    try (BookRig restored = new BookRig(EVERY_UPDATE, state, START)) {
      restored.over(2).delta(BTC, 10, 11, "99 6", "");
      restored.over(1).delta(BTC, 10, 11, "99 6", "");
      restored.over(1).delta(BTC, 11, 12, "99 7", "");
      assertThat(restored.books())
          .containsExactly("11: 99 6, 98 2 / 101 3, 102 4", "12: 99 7, 98 2 / 101 3, 102 4");
    }
  }
}
