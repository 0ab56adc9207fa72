// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Levels;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.book.ChainRule;
import io.marketprism.sources.venue.binance.ChainCheck;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceUsdmChainTest {
  private static final ChainRule RULE = BinanceUsdmBooks.INSTANCE.chain();

  private final List<String> out = new ArrayList<>();
  private final BookSynchronizer book =
      new BookSynchronizer(RULE, new Recorder(out), 100, 1 << 20, 3_600_000);

  private record Recorder(List<String> out) implements BookSynchronizer.Output {
    @Override
    public void snapshot(BookSnapshot snapshot) {
      out.add("snapshot " + snapshot.updateId());
    }

    @Override
    public void delta(BookDelta delta) {
      out.add("delta " + delta.previousId() + ">" + delta.lastId());
    }

    @Override
    public void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime) {
      out.add("lost " + reason);
    }

    @Override
    public void live(String reason, long id, long eventTime) {
      out.add("live " + id);
    }

    @Override
    public void requestSnapshot(String reason) {
      out.add("request" + (reason == null ? "" : " " + reason));
    }
  }

  private static BookDelta delta(long previous, long first, long last) {
    long time = 1_700_000_000_000L + last;
    return new BookDelta(
        Usdm.BTC, previous, first, last, time, time, 0, 0, Levels.NONE, Levels.NONE);
  }

  private static BookSnapshot snapshot(long id) {
    return new BookSnapshot(
        Usdm.BTC, id, 0, 1_700_000_000_000L + id, 0, 0, Levels.NONE, Levels.NONE, false, false);
  }

  /** Rule F3 in both of its published forms, and what it leaves. */
  @ParameterizedTest
  @CsvSource({
    "100, 150, 160, 155, true, snapshot within U … u",
    "100, 150, 160, 150, true, snapshot at U",
    "100, 150, 160, 100, true, snapshot at pu",
    "100, 150, 160, 120, true, snapshot between pu and U: ids of other books",
    "100, 150, 160, 99, false, snapshot too old",
    "160, 150, 160, 155, true, an event that contradicts itself is taken by its U",
  })
  void firstEventMayFollowTheSnapshot(
      long previous, long first, long last, long id, boolean starts, String why) {
    assertThat(RULE.startsFrom(delta(previous, first, last), id)).as(why).isEqualTo(starts);
  }

  @Test
  void eventsThatEndAtOrBeforeTheSnapshotAreDropped() {
    book.onDelta(delta(90, 95, 100));
    book.onDelta(delta(100, 150, 160));
    book.onSnapshot(snapshot(100));
    assertThat(out).containsExactly("request", "snapshot 100", "delta 100>160", "live 160");
  }

  @Test
  void onlyPuContinuesAndTheRangesNeedNotTouch() {
    book.onDelta(delta(90, 95, 100));
    book.onSnapshot(snapshot(100));
    book.onDelta(delta(100, 170, 180));
    out.clear();
    book.onDelta(delta(180, 230, 240));
    book.onDelta(delta(241, 242, 250));
    assertThat(out).containsExactly("delta 180>240", "lost sequence_gap", "request");
  }

  @Test
  void snapshotAheadOfTheStreamIsContinuedByTheEventThatHoldsIt() {
    book.onDelta(delta(90, 95, 100));
    book.onSnapshot(snapshot(155));
    book.onDelta(delta(100, 110, 120));
    book.onDelta(delta(120, 150, 160));
    book.onDelta(delta(160, 161, 170));
    assertThat(out)
        .containsExactly("request", "snapshot 155", "live 155", "delta 155>160", "delta 160>170");
  }

  @Test
  void missingEventBehindASnapshotIsAGap() {
    book.onDelta(delta(90, 95, 100));
    book.onSnapshot(snapshot(155));
    book.onDelta(delta(160, 161, 170));
    assertThat(out.subList(3, out.size())).containsExactly("lost sequence_gap", "request");
  }

  @Test
  void repeatedEventsOfAnotherConnectionAreIgnored() {
    book.onDelta(delta(90, 95, 100));
    book.onSnapshot(snapshot(100));
    book.onDelta(delta(100, 110, 120));
    out.clear();
    book.onDelta(delta(90, 95, 100));
    book.onDelta(delta(100, 110, 120));
    assertThat(out).isEmpty();
  }

  @Test
  void restoredBookContinuesOnlyFromItsOwnId() {
    book.restore(120, 1_700_000_000_120L);
    book.onDelta(delta(120, 130, 140));
    assertThat(out).containsExactly("delta 120>140", "live 140");

    out.clear();
    BookSynchronizer other = new BookSynchronizer(RULE, new Recorder(out), 100, 1 << 20, 3_600_000);
    other.restore(120, 1_700_000_000_120L);
    other.onDelta(delta(119, 130, 140));
    assertThat(out).containsExactly("lost restore", "request");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverTheLineDoesTheBookIsTheVenuesAndWholeAgainAfterwards(long seed) {
    new ChainCheck(Usdm.BTC, RULE, false, seed).run(5_000);
  }
}
