// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static io.marketprism.job.book.BookRig.BTC;
import static io.marketprism.job.book.BookRig.ETH;
import static io.marketprism.job.book.BookRig.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a changed book is published. */
class PublishIntervalTest {
  private static final BookOptions EVERY_100_MS = BookRig.options().interval(100).build();

  @Test
  void theFirstChangeGoesOutAtOnceAndTheNextAtTheIntervalsEndInItsLatestState() throws Exception {
    try (BookRig rig = new BookRig(EVERY_100_MS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.advance(20);
      rig.delta(BTC, 10, 11, "99 2", "");
      rig.advance(30);
      rig.delta(BTC, 11, 12, "99 3", "");
      rig.advance(300);

      assertThat(published(rig)).containsExactly("+0 10: 99 1 / 101 3", "+100 12: 99 3 / 101 3");
    }
  }

  @Test
  void aChangeAfterTheIntervalGoesOutAtOnce() throws Exception {
    try (BookRig rig = new BookRig(EVERY_100_MS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.advance(100);
      rig.delta(BTC, 10, 11, "99 2", "");
      rig.advance(250);
      rig.delta(BTC, 11, 12, "99 3", "");

      assertThat(published(rig))
          .containsExactly("+0 10: 99 1 / 101 3", "+100 11: 99 2 / 101 3", "+350 12: 99 3 / 101 3");
    }
  }

  @Test
  void aBusyBookGoesOutOncePerInterval() throws Exception {
    try (BookRig rig = new BookRig(EVERY_100_MS)) {
      rig.snapshot(BTC, 1, "99 1", "101 3");
      for (int id = 1; id < 1_000; id++) {
        rig.advance(1);
        rig.delta(BTC, id, id + 1, "99 " + id, "");
      }

      assertThat(published(rig))
          .map(line -> line.split(" ")[0])
          .containsExactly(
              "+0", "+100", "+200", "+300", "+400", "+500", "+600", "+700", "+800", "+900");
    }
  }

  @Test
  void inAReplayTheTimesOfItsEventsDecide() throws Exception {
    try (BookRig rig = new BookRig(BookRig.options().interval(100).replayed().build())) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.advance(20);
      rig.delta(BTC, 10, 11, "99 2", "");
      rig.advance(30);
      rig.delta(BTC, 11, 12, "99 3", "");
      rig.advance(100);
      assertThat(published(rig)).containsExactly("+0 10: 99 1 / 101 3");
      rig.delta(BTC, 12, 13, "99 4", "");

      assertThat(published(rig)).containsExactly("+150 12: 99 3 / 101 3");
    }
  }

  @Test
  void booksDoNotShareTheirIntervals() throws Exception {
    try (BookRig rig = new BookRig(EVERY_100_MS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.advance(50);
      rig.snapshot(ETH, 20, "9 1", "11 3");
      rig.advance(10);
      rig.delta(ETH, 20, 21, "9 2", "");
      rig.advance(10);
      rig.delta(BTC, 10, 11, "99 2", "");
      rig.advance(200);

      assertThat(published(rig))
          .containsExactly(
              "+0 10: 99 1 / 101 3",
              "+50 20: 9 1 / 11 3",
              "+100 11: 99 2 / 101 3",
              "+150 21: 9 2 / 11 3");
    }
  }

  @Test
  void anUnchangedBookIsNotPublishedAgainAndLeavesNoTimer() throws Exception {
    try (BookRig rig = new BookRig(EVERY_100_MS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.advance(1_000);

      assertThat(published(rig)).hasSize(1);
      assertThat(rig.clockTimers()).as("the one of the book's expiry").isOne();
      rig.delta(BTC, 10, 11, "99 2", "");
      assertThat(published(rig)).containsExactly("+1000 11: 99 2 / 101 3");
    }
  }

  @Test
  void aBookThatIsLostWhileItWaitsIsNotPublished() throws Exception {
    try (BookRig rig = new BookRig(EVERY_100_MS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.advance(10);
      rig.delta(BTC, 10, 11, "99 2", "");
      rig.reset(BTC);
      rig.advance(300);

      assertThat(published(rig)).containsExactly("+0 10: 99 1 / 101 3");
    }
  }

  @Test
  void aBookThatIsEvictedWhileItWaitsIsPublishedFromState() throws Exception {
    BookOptions oneBook = BookRig.options().interval(100).cache(1).build();
    try (BookRig rig = new BookRig(oneBook)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.delta(BTC, 10, 11, "99 2", "");
      rig.snapshot(ETH, 20, "9 1", "11 3");
      rig.delta(ETH, 20, 21, "9 2", "");
      rig.advance(100);

      assertThat(published(rig))
          .containsExactly(
              "+0 10: 99 1 / 101 3",
              "+0 20: 9 1 / 11 3",
              "+100 11: 99 2 / 101 3",
              "+100 21: 9 2 / 11 3");
    }
  }

  @Test
  void theEndOfTheInputPublishesWhatWaits() throws Exception {
    try (BookRig rig = new BookRig(EVERY_100_MS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.snapshot(ETH, 20, "9 1", "11 3");
      rig.delta(BTC, 10, 11, "99 2", "");
      rig.finish();

      assertThat(rig.books())
          .containsExactly("10: 99 1 / 101 3", "20: 9 1 / 11 3", "11: 99 2 / 101 3");
    }
  }

  @Test
  void aRefreshThatIsOlderThanWhatWasShownIsHeldBackUntilTheFeedHasCaughtUp() throws Exception {
    try (BookRig rig = new BookRig(BookRig.options().interval(0).build())) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.delta(BTC, 10, 11, "99 2", "");
      rig.delta(BTC, 11, 12, "99 3", "");
      rig.snapshot(BTC, 10, "99 1, 98 5", "101 3");
      rig.delta(BTC, 10, 11, "99 2", "");
      rig.delta(BTC, 11, 12, "99 3", "");
      rig.delta(BTC, 12, 13, "99 4", "");

      assertThat(rig.books())
          .containsExactly(
              "10: 99 1 / 101 3",
              "11: 99 2 / 101 3",
              "12: 99 3 / 101 3",
              "12: 99 3, 98 5 / 101 3",
              "13: 99 4, 98 5 / 101 3");
      assertThat(rig.notices()).isEmpty();
    }
  }

  @Test
  void idsThatBeginAnewWithinTheChainHoldNothingBack() throws Exception {
    try (BookRig rig = new BookRig(BookRig.options().interval(0).build())) {
      rig.snapshot(BTC, 1_000, "99 1", "101 3");
      rig.delta(BTC, 1_000, 5, "99 2", "");
      rig.delta(BTC, 5, 8, "99 3", "");

      assertThat(rig.books())
          .containsExactly("1000: 99 1 / 101 3", "5: 99 2 / 101 3", "8: 99 3 / 101 3");
    }
  }

  /** Books as "+ms since the start, then the book". */
  private static List<String> published(BookRig rig) {
    List<String> lines = new ArrayList<>();
    rig.take()
        .forEach(
            message -> {
              JsonNode book = BookRig.json(message);
              long at = book.get("published_ts_ms").asLong() - START;
              lines.add("+" + at + ' ' + BookRig.text(book));
            });
    return lines;
  }
}
