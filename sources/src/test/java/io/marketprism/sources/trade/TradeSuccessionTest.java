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

/** However the trades of two connections arrive, they come out as if there had been one. */
class TradeSuccessionTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final int ROUNDS = 2_000;

  private final List<Long> out = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private TradeSequencer trades;
  private TradeSuccession second;
  private boolean over;

  private void begin() {
    trades =
        new TradeSequencer(
            new TradeSequencer.Output() {
              @Override
              public void trade(Trade trade) {
                out.add(trade.sequence());
              }

              @Override
              public void duplicate(Trade trade) {}

              @Override
              public void gap(long lastGoodId, long lastGoodTime, Trade next, long lost) {
                troubles.add("gap " + lastGoodId + " to " + next.sequence());
              }

              @Override
              public void closed(long lastGoodId, Trade next, long backfilled, long lost) {
                troubles.add("closed");
              }

              @Override
              public void requestHistory(long fromId, long toId) {
                troubles.add("request " + fromId);
              }
            },
            TradeSequencer.CONTIGUOUS,
            1_000,
            100,
            new WaitingRoom(100));
    second = new TradeSuccession(trades, 100);
    over = false;
    out.clear();
    troubles.clear();
  }

  private static Trade trade(long id) {
    return new Trade(
        BTC, id, null, 1_700_000_000_000L, 1_700_000_000_000L, 1, 0, 1, 0, true, 1, false);
  }

  private void first(long id) {
    if (!over) {
      trades.onTrade(trade(id));
      look();
    }
  }

  private void second(long id) {
    if (over) {
      trades.onTrade(trade(id));
    } else {
      second.onTrade(trade(id));
      look();
    }
  }

  private void look() {
    if (second.continues()) {
      over = true;
      second.release().forEach(trades::onTrade);
    }
  }

  @Test
  void tradesOfTwoConnectionsAllPassOnceInAnyOrderOfArrival() {
    Random random = new Random(9);
    for (int round = 0; round < ROUNDS; round++) {
      begin();
      long begins = 100 + random.nextInt(10);
      long ends = begins + random.nextInt(20);
      long a = 100;
      long b = begins;
      while (a <= ends || b < 130) {
        boolean mayFollow = a >= begins && b < 130;
        if (a <= ends && (!mayFollow || random.nextInt(3) > 0 == random.nextBoolean())) {
          first(a++);
        } else {
          second(b++);
        }
      }
      assertThat(troubles).as("round %d", round).isEmpty();
      assertThat(out).as("round %d", round).isEqualTo(LongStream.range(100, 130).boxed().toList());
    }
  }

  @Test
  void secondConnectionThatIsAheadIsWaitedFor() {
    begin();
    first(100);
    second(103);
    second(104);
    first(101);
    assertThat(over).isFalse();
    first(102);
    assertThat(over).isTrue();
    assertThat(out).containsExactly(100L, 101L, 102L, 103L, 104L);
  }

  @Test
  void gapThatIsBeingFilledIsWaitedFor() {
    begin();
    first(100);
    first(105);
    second(105);
    second(106);
    assertThat(over).isFalse();
    trades.onHistory(LongStream.range(101, 105).mapToObj(TradeSuccessionTest::trade).toList());
    second(107);
    assertThat(out).isEqualTo(LongStream.rangeClosed(100, 107).boxed().toList());
  }

  @Test
  void oldestMakeRoomForTheNewest() {
    begin();
    TradeSuccession small = new TradeSuccession(trades, 2);
    first(100);
    LongStream.range(101, 105).forEach(id -> small.onTrade(trade(id)));
    assertThat(small.continues()).isFalse();
    assertThat(small.release()).extracting(Trade::sequence).containsExactly(103L, 104L);
  }
}
