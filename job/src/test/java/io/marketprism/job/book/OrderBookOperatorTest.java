// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static io.marketprism.job.book.BookRig.BTC;
import static io.marketprism.job.book.BookRig.ETH;
import static io.marketprism.job.book.BookRig.EVERY_UPDATE;
import static io.marketprism.job.book.BookRig.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.junit.jupiter.api.Test;

/** What makes a book live, and what ends it. */
class OrderBookOperatorTest {

  @Test
  void aSnapshotAndTheDeltasThatChainToItArePublished() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, "99 1, 98 2", "101 3, 102 4");
      rig.delta(BTC, 10, 12, "99 0, 97.5 7", "");
      rig.delta(BTC, 12, 15, "", "100 1, 101 0.5");

      assertThat(rig.books())
          .containsExactly(
              "10: 99 1, 98 2 / 101 3, 102 4",
              "12: 98 2, 97.5 7 / 101 3, 102 4",
              "15: 98 2, 97.5 7 / 100 1, 101 0.5, 102 4");
      assertThat(rig.notices()).isEmpty();
      assertThat(rig.requests).isEmpty();
    }
  }

  @Test
  void onlyTheFirstBookAfterASyncIsASnapshotAndAllCarryItsSyncId() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.delta(BTC, 10, 11, "98 1", "");
      rig.reset(BTC);
      rig.snapshot(BTC, 20, "99 1", "101 3");
      rig.delta(BTC, 20, 21, "98 1", "");

      assertThat(rig.take())
          .map(BookRig::json)
          .map(
              book ->
                  book.get("update_type").asText()
                      + ' '
                      + book.get("sync_id")
                      + ' '
                      + book.get("integrity").asText())
          .containsExactly(
              "snapshot 10 sequence",
              "update 10 sequence",
              "snapshot 20 sequence",
              "update 20 sequence");
    }
  }

  @Test
  void aResetSilencesTheBookUntilTheNextSnapshotWithoutANoticeOfItsOwn() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.take();
      rig.reset(BTC);
      assertThat(rig.metrics.value(BookMetrics.SYNC_STATUS + RigLabels.BTC)).isZero();
      rig.snapshot(BTC, 30, "89 1", "91 3");

      assertThat(rig.books()).containsExactly("30: 89 1 / 91 3");
      assertThat(rig.notices()).isEmpty();
      assertThat(rig.requests).isEmpty();
      assertThat(rig.metrics.value(BookMetrics.SYNC_STATUS + RigLabels.BTC)).isOne();
    }
  }

  @Test
  void aGapEndsTheBookWithOneRequestAndLeavesItsNeighbourAlone() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.snapshot(ETH, 10, "9 1", "11 3");
      rig.take();
      rig.delta(BTC, 12, 13, "98 1", "");
      rig.delta(BTC, 13, 14, "98 2", "");
      rig.delta(ETH, 10, 11, "8 1", "");

      assertThat(rig.books()).containsExactly("11: 9 1, 8 1 / 11 3");
      assertThat(rig.requests).containsExactly("BTC-USDT sequence_gap");
      assertThat(rig.notices()).as("the feed announces it").isEmpty();
      assertThat(rig.metrics.value(BookMetrics.VIOLATIONS + RigLabels.btc("sequence_gap"))).isOne();
      assertThat(rig.metrics.value(BookMetrics.SYNC_STATUS + RigLabels.BTC)).isZero();
    }
  }

  @Test
  void aDeltaOfThePastIsAsWrongAsOneOfTheFuture() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.delta(BTC, 10, 11, "98 1", "");
      rig.take();
      rig.delta(BTC, 10, 11, "98 1", "");

      assertThat(rig.books()).isEmpty();
      assertThat(rig.requests).containsExactly("BTC-USDT sequence_gap");
    }
  }

  @Test
  void aDeltaWithoutABookIsAGap() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.delta(BTC, 10, 11, "98 1", "101 1");

      assertThat(rig.books()).isEmpty();
      assertThat(rig.requests).containsExactly("BTC-USDT sequence_gap");
    }
  }

  @Test
  void aDeltaBetweenAResetAndItsSnapshotIsAGap() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.reset(BTC);
      rig.take();
      rig.delta(BTC, 10, 11, "98 1", "");

      assertThat(rig.books()).isEmpty();
      assertThat(rig.requests).containsExactly("BTC-USDT sequence_gap");
    }
  }

  @Test
  void aResyncIsAskedForAgainAfterAMinuteOfDeltasWithoutAnAnswer() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.delta(BTC, 10, 11, "98 1", "");
      rig.jumpTo(rig.now() + OrderBookOperator.REQUEST_INTERVAL_MS - 1);
      rig.delta(BTC, 11, 12, "98 1", "");
      assertThat(rig.requests).hasSize(1);
      rig.jumpTo(rig.now() + 1);
      rig.delta(BTC, 12, 13, "98 1", "");
      rig.delta(BTC, 13, 14, "98 1", "");

      assertThat(rig.requests).hasSize(2);
    }
  }

  @Test
  void aBookThatCrossesIsDroppedAndNotPublished() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.take();
      rig.delta(BTC, 10, 11, "101 1", "");
      rig.delta(BTC, 11, 12, "101 0", "");

      assertThat(rig.books()).isEmpty();
      assertThat(rig.requests).containsExactly("BTC-USDT crossed");
      assertThat(rig.metrics.value(BookMetrics.CROSSED + RigLabels.BTC)).isOne();
      rig.snapshot(BTC, 20, "99 1", "101 3");
      assertThat(rig.books()).containsExactly("20: 99 1 / 101 3");
    }
  }

  @Test
  void aCrossedSnapshotIsNoBook() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, "101 1", "101 3");

      assertThat(rig.books()).isEmpty();
      assertThat(rig.requests).containsExactly("BTC-USDT crossed");
    }
  }

  @Test
  void aNumberThatDoesNotFitTheBookEndsIt() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, "9000000000000000 1", "9000000000000001 3");
      rig.take();
      rig.delta(BTC, 10, 11, 12, "1 1", "");

      assertThat(rig.books()).isEmpty();
      assertThat(rig.requests).containsExactly("BTC-USDT bad_number");
      rig.snapshot(BTC, 20, "99 1", "101 3");
      assertThat(rig.books()).containsExactly("20: 99 1 / 101 3");
    }
  }

  @Test
  void aDeltaOfEightDecimalsRaisesABookOfTwoExactly() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, "99.25 1.5", "101.75 3");
      rig.delta(BTC, 10, 11, 8, "99.25000001 0.00000003", "101.74999999 0.1");
      rig.delta(BTC, 11, 12, "99.25 0", "");

      assertThat(rig.books())
          .containsExactly(
              "10: 99.25 1.5 / 101.75 3",
              "11: 99.25000001 0.00000003, 99.25 1.5 / 101.74999999 0.1, 101.75 3",
              "12: 99.25000001 0.00000003 / 101.74999999 0.1, 101.75 3");
    }
  }

  @Test
  void anEmptyOrOneSidedBookIsNeverPublished() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      rig.snapshot(BTC, 10, "", "");
      rig.delta(BTC, 10, 11, "99 1", "");
      rig.delta(BTC, 11, 12, "", "101 1");
      rig.delta(BTC, 12, 13, "99 0", "");
      rig.delta(BTC, 13, 14, "98 1", "");

      List<JsonNode> books = rig.take().stream().map(BookRig::json).toList();
      assertThat(books).map(BookRig::text).containsExactly("12: 99 1 / 101 1", "14: 98 1 / 101 1");
      assertThat(books.get(0).get("update_type").asText()).isEqualTo("snapshot");
      assertThat(rig.requests).isEmpty();
    }
  }

  @Test
  void aRestoredBookIsSilentUntilADeltaProvesItsChain() throws Exception {
    try (BookRig restored = restoredAt(10)) {
      restored.delta(BTC, 10, 11, "98 1", "");

      JsonNode book = BookRig.json(restored.take().get(0));
      assertThat(BookRig.text(book)).isEqualTo("11: 99 1, 98 1 / 101 3");
      assertThat(book.get("sync_id").asLong()).isEqualTo(9);
      assertThat(book.get("update_type").asText()).isEqualTo("update");
      assertThat(restored.notices()).isEmpty();
      assertThat(restored.requests).isEmpty();
    }
  }

  @Test
  void aRestoredBookWhoseChainIsNotContinuedIsAGap() throws Exception {
    try (BookRig restored = restoredAt(10)) {
      restored.delta(BTC, 11, 12, "98 1", "");

      assertThat(restored.books()).isEmpty();
      assertThat(restored.requests).containsExactly("BTC-USDT sequence_gap");
    }
  }

  @Test
  void aRestoredBookIsReplacedBySnapshotWithNothingOfTheOldOneLeft() throws Exception {
    try (BookRig restored = restoredAt(10)) {
      restored.snapshot(BTC, 50, "97 1", "103 1");
      restored.delta(BTC, 50, 51, "96 1", "");

      assertThat(restored.books()).containsExactly("50: 97 1 / 103 1", "51: 97 1, 96 1 / 103 1");
    }
  }

  @Test
  void aRestoredBookThatIsResetIsForgotten() throws Exception {
    try (BookRig restored = restoredAt(10)) {
      restored.reset(BTC);

      assertThat(restored.books()).isEmpty();
      assertThat(restored.storedBooks()).isZero();
    }
  }

  @Test
  void aStateBackendThatSharesItsValuesWithTheOperatorIsRefused() {
    assertThatThrownBy(() -> new BookRig(EVERY_UPDATE, new HashMapStateBackend(), null, START))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("state.backend.type: rocksdb");
  }

  @Test
  void anEventThatIsNoBookEventIsAFaultOfTheTopology() throws Exception {
    try (BookRig rig = new BookRig(EVERY_UPDATE)) {
      FeedStatus status =
          FeedStatus.of(BTC, DataType.ORDERBOOK, FeedStatus.Event.LIVE).at(rig.now());

      assertThatThrownBy(() -> rig.sendUnkeyed(status))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("book events only");
    }
  }

  private static BookRig restoredAt(long id) throws Exception {
    try (BookRig first = new BookRig(EVERY_UPDATE)) {
      first.snapshot(BTC, id - 1, "99 1", "101 2");
      first.delta(BTC, id - 1, id, "", "101 3");
      OperatorSubtaskState state = first.checkpoint();
      BookRig restored = new BookRig(EVERY_UPDATE, state, first.now() + 5_000);
      restored.jumpTo(restored.now() + 60_000);
      assertThat(restored.take()).as("silent before any event").isEmpty();
      return restored;
    }
  }
}
