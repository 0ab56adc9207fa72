// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static io.marketprism.job.book.BookRig.BTC;
import static io.marketprism.job.book.BookRig.ETH;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** When a silent book is dropped. */
class BookExpiryTest {
  private static final long TTL = 60_000;
  private static final BookOptions OPTIONS = BookRig.options().interval(0).ttl(TTL).build();
  private static final long EXPIRY = OPTIONS.expiryMs();

  @Test
  void booksExpireATenthLaterThanTheCursorsOfTheirFeeds() {
    assertThat(EXPIRY).isEqualTo(66_000);
  }

  @Test
  void aSilentBookIsDroppedFromTheHeapAndFromStateAndAnnounced() throws Exception {
    try (BookRig rig = new BookRig(OPTIONS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.checkpoint();
      assertThat(rig.storedBooks()).isOne();
      rig.jumpTo(rig.now() + EXPIRY - 1);
      assertThat(rig.notices()).isEmpty();
      assertThat(rig.storedBooks()).isOne();
      rig.jumpTo(rig.now() + 1);

      assertThat(rig.storedBooks()).isZero();
      assertThat(rig.timers()).isZero();
      assertThat(rig.metrics.value(BookMetrics.CACHE_BOOKS + "{}")).isZero();
      assertThat(rig.metrics.value(BookMetrics.CACHE_BYTES + "{}")).isZero();
      assertThat(rig.metrics.value(BookMetrics.EXPIRED + RigLabels.BTC)).isOne();
      assertThat(rig.metrics.value(BookMetrics.SYNC_STATUS + RigLabels.BTC)).isZero();
      assertThat(rig.notices()).hasSize(1);
      FeedStatus notice = rig.notices().get(0);
      assertThat(notice.event()).isEqualTo(FeedStatus.Event.RESYNC);
      assertThat(notice.reason()).isEqualTo("book_expired");
      assertThat(notice.symbol()).isEqualTo("BTC-USDT");
      assertThat(notice.instrumentId()).isEqualTo("BTCUSDT");
      assertThat(notice.previousSequence()).isEqualTo(10);
    }
  }

  @Test
  void theSeriesOfADroppedBookEndSomeTimeLater() throws Exception {
    try (BookRig rig = new BookRig(OPTIONS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.jumpTo(rig.now() + EXPIRY);
      rig.checkpoint();
      assertThat(rig.metrics.has(BookMetrics.SYNC_STATUS + RigLabels.BTC))
          .as("still there to be scraped")
          .isTrue();
      rig.jumpTo(rig.now() + BookMetrics.KEPT_MS);
      rig.checkpoint();

      assertThat(rig.metrics.has(BookMetrics.SYNC_STATUS + RigLabels.BTC)).isFalse();
      assertThat(rig.metrics.has(BookMetrics.EXPIRED + RigLabels.BTC)).isFalse();
      assertThat(rig.metrics.has(BookMetrics.CACHE_BOOKS + "{}")).isTrue();
    }
  }

  @Test
  void aBookThatComesBackInTimeKeepsItsSeriesAndOneThatComesLaterGetsNewOnes() throws Exception {
    try (BookRig rig = new BookRig(OPTIONS)) {
      for (int round = 1; round <= 2; round++) {
        rig.snapshot(BTC, 10 * round, "99 1", "101 3");
        rig.jumpTo(rig.now() + EXPIRY);
      }
      assertThat(rig.metrics.value(BookMetrics.EXPIRED + RigLabels.BTC)).isEqualTo(2);
      rig.jumpTo(rig.now() + BookMetrics.KEPT_MS);
      rig.checkpoint();
      rig.snapshot(BTC, 30, "99 1", "101 3");

      assertThat(rig.metrics.value(BookMetrics.EXPIRED + RigLabels.BTC)).isZero();
      assertThat(rig.metrics.value(BookMetrics.SYNC_STATUS + RigLabels.BTC)).isOne();
    }
  }

  @Test
  void everyUpdatePutsTheEndOff() throws Exception {
    try (BookRig rig = new BookRig(OPTIONS)) {
      rig.snapshot(BTC, 1, "99 1", "101 3");
      for (int id = 1; id <= 20; id++) {
        rig.jumpTo(rig.now() + EXPIRY - 1);
        rig.delta(BTC, id, id + 1, "98 " + id, "");
        assertThat(rig.timers()).as("one timer per book").isOne();
      }

      assertThat(rig.notices()).isEmpty();
      assertThat(rig.take()).hasSize(21);
    }
  }

  @Test
  void aBookThatComesBackNeedsASnapshot() throws Exception {
    try (BookRig rig = new BookRig(OPTIONS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.jumpTo(rig.now() + EXPIRY);
      rig.take();
      rig.delta(BTC, 10, 11, "98 1", "");
      assertThat(rig.take()).isEmpty();
      assertThat(rig.requests).containsExactly("BTC-USDT sequence_gap");
      rig.snapshot(BTC, 20, "99 1", "101 3");
      assertThat(rig.books()).containsExactly("20: 99 1 / 101 3");
    }
  }

  @Test
  void aBrokenBookThatFallsSilentIsForgottenWithoutANotice() throws Exception {
    try (BookRig rig = new BookRig(OPTIONS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.reset(BTC);
      rig.jumpTo(rig.now() + EXPIRY);

      assertThat(rig.notices()).isEmpty();
      assertThat(rig.timers()).isZero();
      assertThat(rig.metrics.value(BookMetrics.EXPIRED + RigLabels.BTC)).isZero();
    }
  }

  @Test
  void anEvictedBookExpiresInState() throws Exception {
    BookOptions oneBook = BookRig.options().interval(0).ttl(TTL).cache(1).build();
    try (BookRig rig = new BookRig(oneBook)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.snapshot(ETH, 20, "9 1", "11 3");
      assertThat(rig.storedBooks()).as("the older one was evicted").isOne();
      rig.jumpTo(rig.now() + EXPIRY);

      assertThat(rig.storedBooks()).isZero();
      assertThat(rig.notices()).hasSize(2);
    }
  }

  @Test
  void aRestoredBookThatNoEventTouchesExpiresByTheRestoredTimer() throws Exception {
    OperatorSubtaskState state;
    long end;
    try (BookRig first = new BookRig(OPTIONS)) {
      first.snapshot(BTC, 10, "99 1", "101 3");
      first.jumpTo(first.now() + 30_000);
      first.delta(BTC, 10, 11, "98 1", "");
      end = first.now() + EXPIRY;
      first.jumpTo(first.now() + 1_000);
      state = first.checkpoint();
    }
    try (BookRig restored = new BookRig(OPTIONS, state, end - 40_000)) {
      restored.jumpTo(end - 30_000);
      assertThat(restored.storedBooks()).as("it was active after the timer was set").isOne();
      restored.jumpTo(end);

      assertThat(restored.storedBooks()).isZero();
      assertThat(restored.timers()).isZero();
      assertThat(restored.take()).isEmpty();
      assertThat(restored.notices()).hasSize(1);
      FeedStatus notice = restored.notices().get(0);
      assertThat(notice.reason()).isEqualTo("book_expired");
      assertThat(notice.exchange() + ' ' + notice.marketType() + ' ' + notice.symbol())
          .isEqualTo("binance SPOT BTC-USDT");
      assertThat(notice.instrumentId()).as("state does not know it").isNull();
      assertThat(notice.previousSequence()).isEqualTo(11);
      assertThat(restored.metrics.value(BookMetrics.EXPIRED + RigLabels.BTC)).isOne();
    }
  }

  @Test
  void aRestoredBookThatExpiredWhileTheJobWasDownIsNoBook() throws Exception {
    OperatorSubtaskState state;
    long end;
    try (BookRig first = new BookRig(OPTIONS)) {
      first.snapshot(BTC, 10, "99 1", "101 3");
      state = first.checkpoint();
      end = first.now() + EXPIRY;
    }
    try (BookRig restored = new BookRig(OPTIONS, state, end + 1)) {
      restored.delta(BTC, 10, 11, "98 1", "");

      assertThat(restored.take()).isEmpty();
      assertThat(restored.requests).containsExactly("BTC-USDT sequence_gap");
      assertThat(restored.storedBooks()).isZero();
    }
  }

  @Test
  void restartsDoNotAddTimers() throws Exception {
    OperatorSubtaskState state = null;
    long now = BookRig.START;
    for (int run = 0; run < 5; run++) {
      try (BookRig rig = new BookRig(OPTIONS, state, now)) {
        rig.snapshot(BTC, 10 + run, "99 1", "101 3");
        rig.jumpTo(now + 10_000);
        state = rig.checkpoint();
        now = rig.now();
      }
    }
    try (BookRig rig = new BookRig(OPTIONS, state, now)) {
      rig.snapshot(BTC, 100, "99 1", "101 3");
      for (int id = 100; id < 120; id++) {
        rig.jumpTo(rig.now() + 10_000);
        rig.delta(BTC, id, id + 1, "98 1", "");
      }

      assertThat(rig.timers()).as("the timers of earlier runs are gone").isOne();
      assertThat(rig.notices()).isEmpty();
    }
  }

  @Test
  void aThousandInstrumentsThatComeAndGoLeaveNothingBehind() throws Exception {
    BookOptions small = BookRig.options().interval(0).ttl(TTL).cache(64 << 10).build();
    try (BookRig rig = new BookRig(small)) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 1_000; i++) {
          String name = "C" + i;
          rig.snapshot(
              Instrument.spot("binance", name + "-USDT", name + "USDT"), 10, "99 1", "101 3");
        }
        assertThat(rig.metrics.value(BookMetrics.CACHE_BYTES + "{}")).isLessThanOrEqualTo(64 << 10);
        rig.checkpoint();
        assertThat(rig.storedBooks()).isEqualTo(1_000);
        rig.jumpTo(rig.now() + EXPIRY);
        assertThat(rig.storedBooks()).isZero();
        assertThat(rig.timers()).isZero();
        assertThat(rig.metrics.value(BookMetrics.CACHE_BYTES + "{}")).isZero();
      }
    }
  }
}
