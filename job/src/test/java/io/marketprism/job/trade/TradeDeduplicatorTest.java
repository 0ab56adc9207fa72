// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.job.book.HarnessEnvironment;
import io.marketprism.model.BookReset;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.Trade;
import io.marketprism.model.serde.ModelTypes;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class TradeDeduplicatorTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final Instrument ETH = Instrument.spot("binance", "ETH-USDT", "ETHUSDT");
  private static final long START = 1_700_000_000_000L;
  private static final long TTL = 60_000;
  private static final long SAME_TIME = 1_600_000_000_000L;

  @Test
  void everyTradeOfOneMillisecondIsPublished() throws Exception {
    try (Rig rig = new Rig(null)) {
      for (long id = 1; id <= 100; id++) {
        rig.send(trade(BTC, id, SAME_TIME));
      }

      assertThat(rig.published()).hasSize(100);
      assertThat(rig.duplicates("BTC-USDT")).isZero();
    }
  }

  @Test
  void aTradeWithAnEarlierTimeThanTheLastIsPublished() throws Exception {
    try (Rig rig = new Rig(null)) {
      rig.send(trade(BTC, 1, SAME_TIME));
      rig.send(trade(BTC, 2, SAME_TIME - 5_000));

      assertThat(rig.published()).containsExactly("BTC-USDT:1", "BTC-USDT:2");
    }
  }

  @Test
  void aTradeThatCameBeforeIsDroppedAndCounted() throws Exception {
    try (Rig rig = new Rig(null)) {
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
    try (Rig rig = new Rig(null)) {
      rig.send(trade(BTC, 1, SAME_TIME));
      rig.send(trade(BTC, 50, SAME_TIME));

      assertThat(rig.published()).containsExactly("BTC-USDT:1", "BTC-USDT:50");
    }
  }

  @Test
  void instrumentsDoNotShareTheirIds() throws Exception {
    try (Rig rig = new Rig(null)) {
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
    try (Rig first = new Rig(null)) {
      first.send(trade(BTC, 1, SAME_TIME));
      first.send(trade(BTC, 2, SAME_TIME));
      state = first.harness.snapshot(1, START);
      first.send(trade(BTC, 3, SAME_TIME));
    }
    try (Rig restored = new Rig(state)) {
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
    try (Rig rig = new Rig(null)) {
      rig.send(trade(BTC, 1, SAME_TIME));
      rig.harness.setStateTtlProcessingTime(START + TTL - 1);
      rig.send(trade(BTC, 1, SAME_TIME));
      assertThat(rig.published()).hasSize(1);
      rig.harness.setStateTtlProcessingTime(START + TTL);
      rig.send(trade(BTC, 1, SAME_TIME));

      assertThat(rig.published()).hasSize(2);
    }
  }

  @Test
  void ofASilentInstrumentNothingIsLeftInRocksDb() throws Exception {
    try (Rig rig = new Rig(null)) {
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
    try (Rig rig = new Rig(null)) {
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
    try (Rig first = new Rig(null)) {
      first.send(trade(BTC, 1, SAME_TIME));
      first.jumpTo(START + 10);
      state = first.harness.snapshot(1, START);
    }
    try (Rig restored = new Rig(state)) {
      restored.send(trade(BTC, 1, SAME_TIME));
      restored.jumpTo(START + TTL - 1);
      restored.send(trade(BTC, 1, SAME_TIME));
      assertThat(restored.published()).isEmpty();
    }
  }

  @Test
  void aRestoredInstrumentThatStaysSilentIsForgottenByItsRestoredTimer() throws Exception {
    OperatorSubtaskState state;
    try (Rig first = new Rig(null)) {
      first.send(trade(BTC, 1, SAME_TIME));
      state = first.harness.snapshot(1, START);
    }
    try (Rig restored = new Rig(state)) {
      restored.jumpTo(START + TTL);
      assertThat(restored.keys()).isZero();
      assertThat(restored.harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void anInstrumentThatComesBackCountsAnew() throws Exception {
    try (Rig rig = new Rig(null)) {
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
    try (Rig rig = new Rig(null)) {
      assertThatThrownBy(() -> rig.send(new BookReset(BTC, START)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("trades only");
    }
  }

  private static Trade trade(Instrument instrument, long sequence, long eventTime) {
    return new Trade(
        instrument, sequence, null, eventTime, START, 6_370_400, 2, 15, 3, true, 1, false);
  }

  private static final class Rig implements AutoCloseable {
    private final HarnessEnvironment environment = new HarnessEnvironment();
    private final KeyedOneInputStreamOperatorTestHarness<String, MarketEvent, WireMessage> harness;

    Rig(OperatorSubtaskState restored) throws Exception {
      harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new KeyedProcessOperator<>(new TradeDeduplicator(WireOptions.DEFAULT, TTL, 200)),
              event ->
                  event instanceof Trade trade
                      ? trade.instrument().key()
                      : ((BookReset) event).instrument().key(),
              Types.STRING,
              environment.task());
      harness.setStateBackend(environment.rocksDb());
      harness.setStateTtlProcessingTime(START);
      harness.setProcessingTime(START);
      harness.setup(ModelTypes.WIRE_MESSAGE.createSerializer(new SerializerConfigImpl()));
      if (restored != null) {
        harness.initializeState(restored);
      }
      harness.open();
    }

    void send(MarketEvent event) throws Exception {
      harness.processElement(new StreamRecord<>(event));
    }

    List<String> published() {
      return harness.extractOutputValues().stream()
          .map(WireMessage::messageId)
          .map(id -> id.replace("trade:binance:spot:", ""))
          .toList();
    }

    /** Moves all clocks at once; timers that fire see the new time. */
    void jumpTo(long time) throws Exception {
      harness.setStateTtlProcessingTime(time);
      harness.setProcessingTime(time);
    }

    /** Instruments that RocksDB holds something of, expired or not. */
    long keys() {
      try (var keys =
          harness
              .getOperator()
              .<String>getKeyedStateBackend()
              .getKeys(TradeDeduplicator.LAST_SEQUENCE, VoidNamespace.INSTANCE)) {
        return keys.count();
      }
    }

    double duplicates(String symbol) {
      return environment.metrics().value(series(symbol));
    }

    boolean hasSeries(String symbol) {
      return environment.metrics().has(series(symbol));
    }

    private static String series(String symbol) {
      return TradeMetrics.DUPLICATES
          + "{exchange=binance, market_type=spot, symbol="
          + symbol
          + "}";
    }

    @Override
    public void close() {
      try {
        harness.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      } finally {
        environment.close();
      }
    }
  }
}
