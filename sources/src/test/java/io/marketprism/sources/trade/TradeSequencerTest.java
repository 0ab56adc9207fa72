// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TradeSequencerTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");

  private final Recorder out = new Recorder();
  private final WaitingRoom room = new WaitingRoom(100);
  private final TradeSequencer trades =
      new TradeSequencer(out, TradeSequencer.CONTIGUOUS, 1_000, 5, room);

  private static final class Recorder implements TradeSequencer.Output {
    final List<String> all = new ArrayList<>();
    final List<Long> emitted = new ArrayList<>();
    long requestedFrom = Long.MIN_VALUE;

    @Override
    public void trade(Trade trade) {
      all.add((trade.backfilled() ? "history " : "live ") + trade.sequence());
      emitted.add(trade.sequence());
    }

    @Override
    public void duplicate(Trade trade) {
      all.add("duplicate " + trade.sequence());
    }

    @Override
    public void gap(long lastGoodId, long lastGoodTime, Trade next, long lost) {
      all.add("gap " + lastGoodId + ".." + next.sequence() + " lost " + lost);
    }

    @Override
    public void closed(long lastGoodId, Trade next, long backfilled, long lost) {
      all.add("closed backfilled " + backfilled + " lost " + lost);
    }

    @Override
    public void requestHistory(long fromId, long toId) {
      all.add("request " + fromId);
      requestedFrom = fromId;
    }
  }

  private static Trade trade(long id, boolean backfilled) {
    return new Trade(
        BTC, id, null, 1_700_000_000_000L, 1_700_000_000_000L, 1, 0, 1, 0, true, 1, backfilled);
  }

  private void live(long... ids) {
    LongStream.of(ids).forEach(id -> trades.onTrade(trade(id, false)));
  }

  private void history(long... ids) {
    trades.onHistory(LongStream.of(ids).mapToObj(id -> trade(id, true)).toList());
  }

  @Test
  void tradesOfOneMillisecondAllPass() {
    live(7, 8, 9);
    assertThat(out.emitted).containsExactly(7L, 8L, 9L);
  }

  @Test
  void repeatedTradesPassOnce() {
    live(7, 8, 7, 8, 9);
    assertThat(out.emitted).containsExactly(7L, 8L, 9L);
    assertThat(out.all).contains("duplicate 7", "duplicate 8");
  }

  @Test
  void gapIsFilledInOrderBeforeLiveTradesGoOn() {
    live(7, 10, 11);
    history(8, 9, 10, 11, 12);
    live(12);
    assertThat(out.all)
        .containsExactly(
            "live 7",
            "gap 7..10 lost 2",
            "request 8",
            "history 8",
            "history 9",
            "closed backfilled 2 lost 0",
            "live 10",
            "live 11",
            "live 12");
  }

  @Test
  void gapAfterARestoreIsFilledToo() {
    trades.restore(7);
    live(7, 10);
    history(8, 9);
    assertThat(out.all)
        .containsExactly(
            "duplicate 7",
            "gap 7..10 lost 2",
            "request 8",
            "history 8",
            "history 9",
            "closed backfilled 2 lost 0",
            "live 10");
  }

  @Test
  void instrumentsThatShareARoomHoldNoMoreThanItHasPlaces() {
    WaitingRoom small = new WaitingRoom(3);
    List<TradeSequencer> instruments = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      instruments.add(new TradeSequencer(out, TradeSequencer.CONTIGUOUS, 1_000, 5, small));
    }
    for (TradeSequencer instrument : instruments) {
      LongStream.of(1, 4, 5, 6, 7).forEach(id -> instrument.onTrade(trade(id, false)));
    }
    // Three wait behind the first gap; of each other instrument only the one that showed it.
    assertThat(small.waiting()).isEqualTo(3 + 3);
    assertThat(instruments.get(3).bufferedTrades()).isEqualTo(1);

    for (TradeSequencer instrument : instruments) {
      out.emitted.clear();
      instrument.onHistory(List.of(trade(2, true), trade(3, true)));
      instrument.onTrade(trade(8, false));
      while (instrument.isFilling()) {
        long from = out.requestedFrom;
        instrument.onHistory(LongStream.range(from, 9).mapToObj(id -> trade(id, true)).toList());
      }
      assertThat(out.emitted).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }
    assertThat(small.waiting()).isZero();
  }

  @Test
  void anInstrumentThatEndsGivesItsPlacesBack() {
    live(1, 4, 5);
    assertThat(room.waiting()).isEqualTo(2);
    trades.close();
    assertThat(room.waiting()).isZero();
    history(2, 3);
    assertThat(out.emitted).containsExactly(1L);
  }

  @Test
  void historyIsReadPageByPage() {
    live(1, 6);
    history(2, 3);
    history(4, 5);
    assertThat(out.emitted).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(out.all).contains("request 2", "request 4");
  }

  @Test
  void historyThatIsReadLaterIsNoLoss() {
    live(1, 4);
    trades.onHistoryDeferred();
    live(5, 6);
    history(2, 3);
    assertThat(out.all)
        .containsExactly(
            "live 1",
            "gap 1..4 lost 2",
            "request 2",
            "history 2",
            "history 3",
            "closed backfilled 2 lost 0",
            "live 4",
            "live 5",
            "live 6");
  }

  @Test
  void whatTheHistoryDoesNotHaveIsReportedLost() {
    live(1, 6);
    history(2, 4);
    history();
    assertThat(out.emitted).containsExactly(1L, 2L, 4L, 6L);
    assertThat(out.all).contains("closed backfilled 2 lost 2");
  }

  @Test
  void failedHistoryReportsTheWholeRestLost() {
    live(1, 4);
    trades.onHistoryFailed();
    assertThat(out.emitted).containsExactly(1L, 4L);
    assertThat(out.all).contains("closed backfilled 0 lost 2");
  }

  @Test
  void gapBeyondTheLimitFillsTheNewest() {
    TradeSequencer limited = new TradeSequencer(out, TradeSequencer.CONTIGUOUS, 3, 5, room);
    limited.onTrade(trade(1, false));
    limited.onTrade(trade(100, false));
    limited.onHistory(List.of(trade(97, true), trade(98, true), trade(99, true)));
    assertThat(out.emitted).containsExactly(1L, 97L, 98L, 99L, 100L);
    assertThat(out.all).contains("request 97", "closed backfilled 3 lost 95");
  }

  @Test
  void withoutBackfillAGapIsOnlyReported() {
    TradeSequencer off = new TradeSequencer(out, TradeSequencer.CONTIGUOUS, 0, 5, room);
    off.onTrade(trade(1, false));
    off.onTrade(trade(4, false));
    assertThat(out.all)
        .containsExactly("live 1", "gap 1..4 lost 2", "closed backfilled 0 lost 2", "live 4");
  }

  @Test
  void liveTradesThatFindTheBufferFullAreFetchedAfterwards() {
    live(1, 3, 4, 5, 6, 7, 8, 9);
    history(2, 3);
    assertThat(trades.bufferedTrades()).isZero();
    live(10);
    history(8, 9, 10);
    assertThat(out.emitted).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  /**
   * Whatever is dropped, repeated or delayed: each id once, in order, and nothing missing that
   * history has.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void randomStreamPassesEachTradeOnceInOrder(long seed) {
    Random random = new Random(seed);
    long id = 0;
    for (int i = 0; i < 5_000; i++) {
      id++;
      if (random.nextInt(20) > 0) {
        live(id);
      }
      if (random.nextInt(10) == 0) {
        live(Math.max(1, id - random.nextInt(5)));
      }
      if (trades.isFilling() && random.nextInt(3) == 0) {
        long from = out.requestedFrom;
        long to = Math.min(id, from + random.nextInt(4));
        trades.onHistory(LongStream.rangeClosed(from, to).mapToObj(n -> trade(n, true)).toList());
      }
    }
    // What was lost at the end shows with the next live trade, and what that finds missing with the
    // one after.
    do {
      live(++id);
      while (trades.isFilling()) {
        long from = out.requestedFrom;
        history(LongStream.rangeClosed(from, Math.min(id, from + 2)).toArray());
      }
    } while (trades.lastId() != id);
    long last = out.emitted.get(out.emitted.size() - 1);
    assertThat(out.emitted)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(out.emitted.get(0), last).boxed().toList());
    assertThat(last).isEqualTo(id);
  }

  /** A venue that gathers matches (the id is the last of them) and may skip ids without a trade. */
  private static final TradeSequencer.Counting GATHERED =
      new TradeSequencer.Counting() {
        @Override
        public long firstId(Trade trade) {
          return trade.sequence() - trade.count() + 1;
        }

        @Override
        public boolean holesAreLosses() {
          return false;
        }
      };

  private final TradeSequencer gathered = new TradeSequencer(out, GATHERED, 1_000, 5, room);

  private static Trade gathered(long id, int count) {
    return new Trade(
        BTC, id, null, 1_700_000_000_000L, 1_700_000_000_000L, 1, 0, 1, 0, true, count, false);
  }

  @Test
  void gatheredMatchesFillTheIdsTheyStandFor() {
    gathered.onTrade(gathered(10, 1));
    gathered.onTrade(gathered(13, 3));
    gathered.onTrade(gathered(14, 1));
    assertThat(out.all).containsExactly("live 10", "live 13", "live 14");
  }

  @Test
  void holeThatTheHistoryDoesNotFillIsNoGap() {
    gathered.onTrade(gathered(10, 1));
    gathered.onTrade(gathered(15, 2));
    assertThat(out.all).containsExactly("live 10", "request 11");
    gathered.onHistory(java.util.List.of());
    assertThat(out.all).containsExactly("live 10", "request 11", "live 15");
  }

  @Test
  void holeThatTheHistoryFillsIsAGapOfUnknownSize() {
    gathered.onTrade(gathered(10, 1));
    gathered.onTrade(gathered(15, 2));
    gathered.onHistory(java.util.List.of(trade(12, true), trade(14, true)));
    assertThat(out.all)
        .containsExactly(
            "live 10",
            "request 11",
            "gap 10..15 lost " + TradeSequencer.NO_ID,
            "history 12",
            // 14 is one of the two matches that 15 stands for.
            "closed backfilled 1 lost 0",
            "live 15");
  }

  @Test
  void historyThatCannotBeReadLeavesADoubt() {
    gathered.onTrade(gathered(10, 1));
    gathered.onTrade(gathered(15, 2));
    gathered.onHistoryFailed();
    assertThat(out.all)
        .endsWith(
            "gap 10..15 lost " + TradeSequencer.NO_ID,
            "closed backfilled 0 lost " + TradeSequencer.NO_ID,
            "live 15");
  }
}
