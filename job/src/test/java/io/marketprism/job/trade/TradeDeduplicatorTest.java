// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import static io.marketprism.job.trade.TradeRig.START;
import static io.marketprism.job.trade.TradeRig.TTL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.BookReset;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class TradeDeduplicatorTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final Instrument ETH = Instrument.spot("binance", "ETH-USDT", "ETHUSDT");
  private static final long SAME_TIME = 1_600_000_000_000L;

  @Test
  void everyTradeOfOneMillisecondIsPublished() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      for (long id = 1; id <= 100; id++) {
        rig.send(trade(BTC, id, SAME_TIME));
      }

      assertThat(rig.published()).hasSize(100);
      assertThat(rig.duplicates("BTC-USDT")).isZero();
    }
  }

  @Test
  void aTradeWithAnEarlierTimeThanTheLastIsPublished() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      rig.send(trade(BTC, 1, SAME_TIME));
      rig.send(trade(BTC, 2, SAME_TIME - 5_000));

      assertThat(rig.published()).containsExactly("BTC-USDT:1", "BTC-USDT:2");
    }
  }

  @Test
  void aTradeThatCameBeforeIsDroppedAndCounted() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      rig.send(trade(BTC, 1, SAME_TIME));
      rig.send(trade(BTC, 2, SAME_TIME));
      rig.send(trade(BTC, 2, SAME_TIME + 1));
      rig.send(trade(BTC, 1, SAME_TIME + 2));
      rig.send(trade(BTC, 3, SAME_TIME));

      assertThat(rig.published()).containsExactly("BTC-USDT:1", "BTC-USDT:2", "BTC-USDT:3");
      assertThat(rig.duplicates("BTC-USDT")).isEqualTo(2);
    }
  }

  @Test
  void aGapInTheIdsIsPassedOnBecauseOnlyTheFeedCanFillIt() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      rig.send(trade(BTC, 1, SAME_TIME));
      rig.send(trade(BTC, 50, SAME_TIME));

      assertThat(rig.published()).containsExactly("BTC-USDT:1", "BTC-USDT:50");
    }
  }

  @Test
  void instrumentsDoNotShareTheirIds() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      rig.send(trade(BTC, 7, SAME_TIME));
      rig.send(trade(ETH, 7, SAME_TIME));
      rig.send(trade(ETH, 7, SAME_TIME));

      assertThat(rig.published()).containsExactly("BTC-USDT:7", "ETH-USDT:7");
      assertThat(rig.duplicates("BTC-USDT")).isZero();
      assertThat(rig.duplicates("ETH-USDT")).isOne();
    }
  }

  @Test
  void aTradeSeenBeforeTheCheckpointIsNotPublishedAfterItsRestore() throws Exception {
    OperatorSubtaskState state;
    try (TradeRig first = new TradeRig(null)) {
      first.send(trade(BTC, 1, SAME_TIME));
      first.send(trade(BTC, 2, SAME_TIME));
      state = first.harness.snapshot(1, START);
      first.send(trade(BTC, 3, SAME_TIME));
    }
    try (TradeRig restored = new TradeRig(state)) {
      restored.send(trade(BTC, 2, SAME_TIME));
      restored.send(trade(BTC, 3, SAME_TIME));

      assertThat(restored.published())
          .as("what came after the checkpoint is published again")
          .containsExactly("BTC-USDT:3");
      assertThat(restored.duplicates("BTC-USDT")).isOne();
    }
  }

  @Test
  void theLastIdOfASilentInstrumentIsForgottenAfterItsTimeToLive() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      rig.send(trade(BTC, 1, SAME_TIME));
      rig.jumpTo(START + TTL - 1);
      rig.send(trade(ETH, 1, SAME_TIME));
      assertThat(rig.published()).hasSize(2);
      rig.jumpTo(START + TTL);
      rig.send(trade(BTC, 1, SAME_TIME));
      rig.send(trade(ETH, 1, SAME_TIME));

      assertThat(rig.published()).as("BTC-USDT alone").hasSize(3);
    }
  }

  @Test
  void theLastIdOfAnInstrumentThatWasSilentAcrossARestoreIsForgottenByRocksDb() throws Exception {
    OperatorSubtaskState state;
    try (TradeRig first = new TradeRig(null)) {
      first.send(trade(BTC, 1, SAME_TIME));
      state = first.harness.snapshot(1, START);
    }
    try (TradeRig restored = new TradeRig(state)) {
      restored.harness.setStateTtlProcessingTime(START + TTL);
      restored.send(trade(BTC, 1, SAME_TIME));

      assertThat(restored.published()).hasSize(1);
    }
  }

  @Test
  void whatChangesBetweenTwoCheckpointsIsInTheSecond() throws Exception {
    OperatorSubtaskState state;
    try (TradeRig first = new TradeRig(null)) {
      first.send(trade(BTC, 1, SAME_TIME));
      first.send(trade(ETH, 5, SAME_TIME));
      first.harness.snapshot(1, START);
      first.send(trade(BTC, 2, SAME_TIME));
      state = first.harness.snapshot(2, START);
    }
    try (TradeRig restored = new TradeRig(state)) {
      restored.send(trade(BTC, 2, SAME_TIME));
      restored.send(trade(ETH, 5, SAME_TIME));
      restored.send(trade(BTC, 3, SAME_TIME));

      assertThat(restored.published()).containsExactly("BTC-USDT:3");
    }
  }

  @Test
  void ofASilentInstrumentNothingIsLeftInRocksDb() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      rig.send(trade(BTC, 1, SAME_TIME));
      rig.jumpTo(START + TTL - 1);
      rig.send(trade(ETH, 1, SAME_TIME));
      assertThat(rig.keys()).isEqualTo(2);
      rig.jumpTo(START + TTL);

      assertThat(rig.keys()).as("ETH-USDT alone").isOne();
      assertThat(rig.hasSeries("BTC-USDT")).isFalse();
      assertThat(rig.hasSeries("ETH-USDT")).isTrue();
      rig.jumpTo(START + 2 * TTL);
      assertThat(rig.keys()).isZero();
      assertThat(rig.harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void everyTradePutsTheEndOffWithOneTimer() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      for (int id = 1; id <= 20; id++) {
        rig.send(trade(BTC, id, SAME_TIME));
        assertThat(rig.harness.numProcessingTimeTimers()).isOne();
        rig.jumpTo(START + id * (TTL - 1));
        assertThat(rig.keys()).isOne();
      }
      rig.send(trade(BTC, 20, SAME_TIME));
      assertThat(rig.published()).hasSize(20);
    }
  }

  @Test
  void repetitionsAloneDoNotMakeAnInstrumentBeForgottenEarly() throws Exception {
    OperatorSubtaskState state;
    try (TradeRig first = new TradeRig(null)) {
      first.send(trade(BTC, 1, SAME_TIME));
      first.jumpTo(START + 10);
      state = first.harness.snapshot(1, START);
    }
    try (TradeRig restored = new TradeRig(state)) {
      restored.send(trade(BTC, 1, SAME_TIME));
      restored.jumpTo(START + TTL - 1);
      restored.send(trade(BTC, 1, SAME_TIME));
      assertThat(restored.published()).isEmpty();
    }
  }

  @Test
  void aRestoredInstrumentThatStaysSilentIsForgottenByItsRestoredTimer() throws Exception {
    OperatorSubtaskState state;
    try (TradeRig first = new TradeRig(null)) {
      first.send(trade(BTC, 1, SAME_TIME));
      state = first.harness.snapshot(1, START);
    }
    try (TradeRig restored = new TradeRig(state)) {
      restored.jumpTo(START + TTL);
      assertThat(restored.keys()).isZero();
      assertThat(restored.harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void anInstrumentThatComesBackCountsAnew() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      rig.send(trade(BTC, 1, SAME_TIME));
      rig.send(trade(BTC, 1, SAME_TIME));
      rig.jumpTo(START + TTL);
      rig.send(trade(BTC, 1, SAME_TIME));
      assertThat(rig.published()).hasSize(2);
      assertThat(rig.duplicates("BTC-USDT")).isZero();
    }
  }

  @Test
  void anEventThatIsNoTradeIsAFaultOfTheTopology() throws Exception {
    try (TradeRig rig = new TradeRig(null)) {
      assertThatThrownBy(() -> rig.send(new BookReset(BTC, START)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("trades only");
    }
  }

  private static Trade trade(Instrument instrument, long sequence, long eventTime) {
    return new Trade(
        instrument, sequence, null, eventTime, START, 6_370_400, 2, 15, 3, true, 1, false);
  }
}
