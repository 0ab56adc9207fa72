// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.deribit.DeribitBook.Action;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes say what they do to a price. */
class DeribitBookTest {
  private final DeribitBook book =
      new DeribitBook(
          new BookSnapshot(
              "X", 100, List.of(level("10", "5"), level("9", "4")), List.of(level("11", "3"))),
          1);

  private static Level level(String price, String amount) {
    return new Level(new BigDecimal(price), new BigDecimal(amount));
  }

  private static DepthEvent event(long previous, long last, List<Level> bids) {
    return new DepthEvent("X", previous, previous + 1, last, last, bids, List.of());
  }

  @Test
  void aPriceIsNewChangedOrDeleted() {
    DeribitBook.Push push =
        book.apply(event(100, 111, List.of(level("10", "6"), level("9", "0"), level("8", "1"))))
            .get();
    assertThat(push.bids())
        .containsExactly(
            new DeribitBook.Change(Action.CHANGE, level("10", "6")),
            new DeribitBook.Change(Action.DELETE, level("9", "0")),
            new DeribitBook.Change(Action.NEW, level("8", "1")));
    assertThat(push.previousId()).isEqualTo(100);
    assertThat(push.id()).isEqualTo(111);
  }

  @Test
  void whatChangesNothingIsNotToldAndLeavesNoGap() {
    assertThat(book.apply(event(100, 111, List.of(level("7", "0"), level("10", "5.0"))))).isEmpty();
    DeribitBook.Push next = book.apply(event(111, 122, List.of(level("10", "1")))).get();
    assertThat(next.previousId()).isEqualTo(100);
    assertThat(next.id()).isEqualTo(122);
  }

  @Test
  void aSnapshotHasAllLevelsAsNew() {
    DeribitBook.Push snapshot = book.snapshot(Integer.MAX_VALUE);
    assertThat(snapshot.previousId()).isEqualTo(-1);
    assertThat(snapshot.id()).isEqualTo(100);
    assertThat(snapshot.bids())
        .containsExactly(
            new DeribitBook.Change(Action.NEW, level("10", "5")),
            new DeribitBook.Change(Action.NEW, level("9", "4")));
    assertThat(book.snapshot(1).bids()).hasSize(1);
  }
}
