// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import static io.marketprism.job.trade.TradeRig.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.model.Trade;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** Trades that two connections bring. */
class ReplicatedTradesTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final long PATIENCE = TradeDeduplicator.PATIENCE.toMillis();

  private static void send(TradeRig rig, int replica, long... ids) throws Exception {
    for (long id : ids) {
      rig.send(trade(BTC, id, replica));
    }
  }

  private static Trade trade(Instrument instrument, long id, int replica) {
    return new Trade(
        instrument, id, null, START, START, 6_370_400, 2, 15, 3, true, 1, false, replica);
  }

  private static List<String> trades(long... ids) {
    return Arrays.stream(ids).mapToObj(id -> "BTC-USDT:" + id).toList();
  }

  @Test
  void whicheverConnectionIsFirstIsHeard() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      send(rig, 1, 1, 2);
      send(rig, 2, 1, 2, 3);
      send(rig, 1, 3, 4);

      assertThat(rig.published()).isEqualTo(trades(1, 2, 3, 4));
      assertThat(rig.duplicates("BTC-USDT")).isEqualTo(3);
    }
  }

  @Test
  void aHoleOfOneConnectionThatTheOtherHasFilledCostsNothing() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      send(rig, 1, 1);
      send(rig, 2, 1, 2, 3, 4);
      send(rig, 1, 5);

      assertThat(rig.published()).isEqualTo(trades(1, 2, 3, 4, 5));
      assertThat(rig.notices()).isEmpty();
    }
  }

  @Test
  void whatOneConnectionLostIsWaitedForFromTheOtherAndComesInOrder() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      send(rig, 1, 1);
      send(rig, 2, 1);
      send(rig, 1, 4, 5);
      assertThat(rig.published()).isEqualTo(trades(1));
      send(rig, 2, 2);
      assertThat(rig.published()).isEqualTo(trades(1, 2));
      send(rig, 2, 3);

      assertThat(rig.published()).isEqualTo(trades(1, 2, 3, 4, 5));
      send(rig, 2, 4, 5, 6);
      assertThat(rig.published()).isEqualTo(trades(1, 2, 3, 4, 5, 6));
      assertThat(rig.notices()).isEmpty();
    }
  }

  @Test
  void whatBothConnectionsLostIsToldAndNotWaitedFor() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      send(rig, 1, 1, 5);
      assertThat(rig.published()).isEqualTo(trades(1));
      send(rig, 2, 4);

      assertThat(rig.published()).as("2 and 3 may come no more").isEqualTo(trades(1, 4, 5));
      assertThat(rig.notices()).containsExactly("gap 1..4 lost 2", "recovered 1..4 lost 2");
    }
  }

  @Test
  void theOtherConnectionIsNotWaitedForForEver() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      send(rig, 1, 1, 4, 5);
      rig.jumpTo(START + PATIENCE - 1);
      assertThat(rig.published()).isEqualTo(trades(1));
      rig.jumpTo(START + PATIENCE);
      assertThat(rig.published()).isEqualTo(trades(1, 4, 5));
      assertThat(rig.notices()).containsExactly("gap 1..4 lost 2", "recovered 1..4 lost 2");

      send(rig, 2, 2, 3, 4, 5, 6);
      assertThat(rig.published())
          .as("what comes later still would break the order")
          .isEqualTo(trades(1, 4, 5, 6));
    }
  }

  @Test
  void noMoreThanABoundedNumberOfTradesWaits() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      send(rig, 1, 1);
      for (int i = 0; i < HeldTrades.MOST; i++) {
        assertThat(rig.published()).hasSize(1);
        send(rig, 1, 10 + i);
      }
      assertThat(rig.published()).hasSize(1 + HeldTrades.MOST);
    }
  }

  /** What is left of a run that published trade 1 and held 4 and 5. */
  private static OperatorSubtaskState crashedWithTwoThatWait() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      send(rig, 1, 1, 4, 5);
      return rig.harness.snapshot(1, START);
    }
  }

  @Test
  void tradesThatWaitSurviveACrash() throws Exception {
    try (TradeRig restored = new TradeRig(crashedWithTwoThatWait())) {
      send(restored, 2, 2, 3, 4);
      assertThat(restored.published()).isEqualTo(trades(2, 3, 4, 5));
      assertThat(restored.notices()).isEmpty();
    }
  }

  @Test
  void tradesThatWaitedAtACrashAreNotLostWhenOneConnectionIsLeft() throws Exception {
    try (TradeRig restored = new TradeRig(crashedWithTwoThatWait())) {
      restored.jumpTo(START + PATIENCE);
      restored.send(trade(BTC, 6, 0));
      assertThat(restored.published()).isEqualTo(trades(4, 5, 6));
    }
  }

  @Test
  void ofAnInstrumentThatFallsSilentWithTradesThatWaitedAtACrashNothingIsLeft() throws Exception {
    try (TradeRig restored = new TradeRig(crashedWithTwoThatWait())) {
      restored.jumpTo(START + PATIENCE);
      assertThat(restored.published()).isEqualTo(trades(4, 5));
      restored.jumpTo(START + TradeRig.TTL);
      restored.jumpTo(START + PATIENCE + TradeRig.TTL);
      assertThat(restored.keys()).isZero();
      assertThat(restored.harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void nothingWaitsWhereTheVenueSkipsIds() throws Exception {
    Instrument swap =
        new Instrument(
            "okx",
            MarketType.PERPETUAL,
            "BTC-USDT",
            "BTC-USDT-SWAP",
            QuantityUnit.CONTRACTS,
            "0.01");
    try (TradeRig rig = new TradeRig(null)) {
      rig.send(trade(swap, 1, 1));
      rig.send(trade(swap, 9, 1));
      assertThat(rig.published()).hasSize(2);
    }
  }

  /** Each trade reaches one connection at least; both are in order, with lags. */
  @Test
  void whatEitherConnectionBringsInTimeIsPublishedOnceInOrder() throws Exception {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      try (TradeRig rig = new TradeRig(null)) {
        send(rig, 1, 0);
        send(rig, 2, 0);
        int[] keptBy = IntStream.rangeClosed(1, 200).map(id -> 1 + random.nextInt(3)).toArray();
        int[] next = {0, 0};
        while (next[0] < keptBy.length || next[1] < keptBy.length) {
          int link = random.nextInt(2);
          if (next[link] < keptBy.length) {
            int index = next[link]++;
            if ((keptBy[index] & 1 << link) != 0) {
              send(rig, link + 1, index + 1);
            }
          }
        }
        rig.jumpTo(START + PATIENCE);
        assertThat(rig.published())
            .as("seed %s", seed)
            .isEqualTo(trades(IntStream.rangeClosed(0, 200).asLongStream().toArray()));
        assertThat(rig.notices()).isEmpty();
      }
    }
  }
}
