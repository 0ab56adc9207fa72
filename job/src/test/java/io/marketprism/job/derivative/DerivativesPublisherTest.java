// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.derivative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.job.book.HarnessEnvironment;
import io.marketprism.model.BookReset;
import io.marketprism.model.DataType;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.model.VolatilityIndex;
import io.marketprism.model.serde.ModelTypes;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class DerivativesPublisherTest {
  private static final long TIME = 1_786_540_200_000L;
  private static final long START = TIME + 10_000;
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Instrument BTC =
      new Instrument(
          "binance", MarketType.PERPETUAL, "BTC-USDT", "BTCUSDT", QuantityUnit.BASE, null);
  private static final Instrument DVOL =
      new Instrument("deribit", MarketType.OPTIONS, "BTC", "BTC-DVOL", QuantityUnit.BASE, null);

  @Test
  void figureIsPublishedOnceUntilItsTimeOrValueChanges() throws Exception {
    try (Rig rig = new Rig(false, null)) {
      rig.send(ratio(TIME, "1.1"), ratio(TIME, "1.1"), ratio(TIME, "1.2"));
      rig.send(ratio(TIME + 300_000, "1.2"), ratio(TIME + 300_000, "1.2"));
      assertThat(rig.ids())
          .containsExactly(
              "lsr_top_position:binance:perpetual:BTC-USDT:1786540200000:5m:1.1",
              "lsr_top_position:binance:perpetual:BTC-USDT:1786540200000:5m:1.2",
              "lsr_top_position:binance:perpetual:BTC-USDT:1786540500000:5m:1.2");
    }
  }

  @Test
  void unchangedFigureIsRepeatedWhereThatIsWanted() throws Exception {
    try (Rig rig = new Rig(true, null)) {
      rig.send(ratio(TIME, "1.1"), ratio(TIME, "1.1"));
      assertThat(rig.ids()).hasSize(2);
    }
  }

  @Test
  void typesOfOneInstrumentDoNotConcernEachOther() throws Exception {
    try (Rig rig = new Rig(false, null)) {
      rig.send(ratio(TIME, "1.1"), funding(TIME - 1_000), ratio(TIME, "1.1"));
      assertThat(rig.subjects())
          .containsExactly(
              "lsr_top_position.binance.perpetual.BTC-USDT",
              "funding_rate.binance.perpetual.BTC-USDT");
    }
  }

  @Test
  void answerFromAnOldCacheIsDropped() throws Exception {
    try (Rig rig = new Rig(false, null)) {
      rig.send(ratio(TIME, "1.1"), ratio(TIME - 300_000, "1.0"), ratio(TIME, "1.1"));
      assertThat(rig.ids()).hasSize(1);
    }
  }

  @Test
  void venueThatStaysAtEarlierTimesIsBelieved() throws Exception {
    try (Rig rig = new Rig(false, null)) {
      rig.send(funding(TIME));
      for (int i = 0; i < 20; i++) {
        rig.send(funding(TIME - 3_600_000 + i * 1_000L));
      }
      assertThat(rig.ids()).hasSize(1 + 11);
    }
  }

  @Test
  void everyCompletedCandleIsPublishedOnceAndInOrder() throws Exception {
    try (Rig rig = new Rig(true, null)) {
      for (int poll = 0; poll < 15; poll++) {
        for (int candle = poll; candle < poll + 10; candle++) {
          rig.send(candle(TIME + candle * 60_000L));
        }
      }
      assertThat(rig.ids()).hasSize(24).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void liquidationThatIsRepeatedIsPublishedOnce() throws Exception {
    try (Rig rig = new Rig(false, null)) {
      rig.send(liquidation("a", TIME), liquidation("b", TIME - 5_000), liquidation("a", TIME));
      assertThat(rig.ids()).hasSize(2);
    }
  }

  @Test
  void liquidationIsForgottenInTime() throws Exception {
    try (Rig rig = new Rig(false, null)) {
      rig.send(liquidation("a", TIME));
      rig.harness.setStateTtlProcessingTime(START + KEPT.toMillis());
      rig.send(liquidation("a", TIME));
      assertThat(rig.ids()).hasSize(2);
    }
  }

  @Test
  void restoredPublisherKnowsWhatWasPublished() throws Exception {
    OperatorSubtaskState state;
    try (Rig rig = new Rig(false, null)) {
      rig.send(ratio(TIME, "1.1"), liquidation("a", TIME), candle(TIME));
      state = rig.harness.snapshot(1, 1);
    }
    try (Rig rig = new Rig(false, state)) {
      rig.send(ratio(TIME, "1.1"), liquidation("a", TIME), candle(TIME), candle(TIME + 60_000));
      assertThat(rig.ids())
          .containsExactly("volatility_index:deribit:options:BTC:" + (TIME + 120_000) + ":60");
    }
  }

  @Test
  void ofASilentInstrumentNothingIsLeftInRocksDb() throws Exception {
    try (Rig rig = new Rig(false, null)) {
      rig.send(liquidation("1", TIME), funding(TIME), ratio(TIME, "1.1"), candle(TIME));
      assertThat(rig.keys(DerivativesPublisher.LIQUIDATIONS)).isOne();
      assertThat(rig.keys(DerivativesPublisher.LAST_FIGURES)).isEqualTo(2);

      rig.pass(KEPT);

      assertThat(rig.keys(DerivativesPublisher.LIQUIDATIONS)).isZero();
      assertThat(rig.keys(DerivativesPublisher.LAST_FIGURES)).isZero();
      assertThat(rig.harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void aFigureIsRememberedForAsLongAsTheVenueTellsIt() throws Exception {
    try (Rig rig = new Rig(false, null)) {
      rig.send(ratio(TIME, "1.1"), candle(TIME));
      for (int hour = 0; hour < 5; hour++) {
        rig.pass(KEPT.minusMinutes(1));
        rig.send(ratio(TIME, "1.1"), candle(TIME));
      }
      assertThat(rig.ids()).hasSize(2);

      rig.pass(KEPT.plusMinutes(1));
      rig.send(ratio(TIME, "1.1"));
      assertThat(rig.ids()).hasSize(3);
    }
  }

  @Test
  void anInstrumentThatGoesOnHasOneTimerAndKeepsWhatIsNew() throws Exception {
    try (Rig rig = new Rig(false, null)) {
      for (int i = 0; i < 30; i++) {
        rig.send(liquidation("number " + i, TIME), funding(TIME + i));
        rig.pass(KEPT.dividedBy(2));
        assertThat(rig.harness.numProcessingTimeTimers()).isOne();
      }
      rig.send(funding(TIME + 29));

      assertThat(rig.keys(DerivativesPublisher.LAST_FIGURES)).isOne();
      assertThat(rig.ids()).hasSize(60);
    }
  }

  @Test
  void aRestoredInstrumentThatStaysSilentIsForgottenByItsRestoredTimer() throws Exception {
    OperatorSubtaskState state;
    try (Rig first = new Rig(false, null)) {
      first.send(liquidation("1", TIME), funding(TIME));
      state = first.harness.snapshot(1, TIME);
    }
    try (Rig restored = new Rig(false, state)) {
      assertThat(restored.keys(DerivativesPublisher.LAST_FIGURES)).isOne();
      restored.pass(KEPT);

      assertThat(restored.keys(DerivativesPublisher.LIQUIDATIONS)).isZero();
      assertThat(restored.keys(DerivativesPublisher.LAST_FIGURES)).isZero();
      assertThat(restored.harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void anythingElseIsRefused() throws Exception {
    try (Rig rig = new Rig(false, null)) {
      assertThatThrownBy(
              () -> rig.harness.processElement(new StreamRecord<>(new BookReset(BTC, 1))))
          .isInstanceOf(Exception.class);
    }
  }

  private static LongShortRatio ratio(long time, String ratio) {
    return new LongShortRatio(
        BTC, DataType.LSR_TOP_POSITION, time, time + 1, new BigDecimal(ratio), null, null, "5m");
  }

  private static FundingRate funding(long time) {
    return new FundingRate(
        BTC,
        time,
        time + 1,
        new BigDecimal("0.0001"),
        null,
        null,
        null,
        28_800_000,
        TIME + 1_000_000,
        FundingRate.UNKNOWN,
        FundingRate.UNKNOWN,
        null,
        null,
        null);
  }

  private static VolatilityIndex candle(long openTime) {
    BigDecimal value = new BigDecimal("42.1");
    return new VolatilityIndex(DVOL, openTime, 60, openTime + 61_000, value, value, value, value);
  }

  private static Liquidation liquidation(String id, long time) {
    return new Liquidation(
        BTC,
        "binance_" + id,
        time,
        time + 1,
        true,
        null,
        Liquidation.Status.FILLED,
        BigDecimal.TEN,
        BigDecimal.ONE,
        null,
        null,
        null,
        false);
  }

  private static final class Rig implements AutoCloseable {
    private final HarnessEnvironment environment = new HarnessEnvironment();
    final KeyedOneInputStreamOperatorTestHarness<String, MarketEvent, WireMessage> harness;

    Rig(boolean publishUnchanged, OperatorSubtaskState state) throws Exception {
      harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new KeyedProcessOperator<>(
                  new DerivativesPublisher(WireOptions.DEFAULT, publishUnchanged, KEPT)),
              event -> ((DerivativesEvent) event).instrument().key(),
              Types.STRING,
              environment.task());
      harness.setStateBackend(environment.rocksDb());
      jumpTo(START);
      harness.setup(ModelTypes.WIRE_MESSAGE.createSerializer(new SerializerConfigImpl()));
      if (state != null) {
        harness.initializeState(state);
      }
      harness.open();
    }

    /** Moves all clocks at once; timers that fire see the new time. */
    void jumpTo(long time) throws Exception {
      harness.setStateTtlProcessingTime(time);
      harness.setProcessingTime(time);
    }

    /** Lets the hours pass one by one, as a clock does. */
    void pass(Duration time) throws Exception {
      long end = harness.getProcessingTime() + time.toMillis();
      while (harness.getProcessingTime() < end) {
        jumpTo(Math.min(end, harness.getProcessingTime() + 3_600_000));
      }
    }

    /** Instruments that RocksDB holds something of, expired or not. */
    long keys(String state) {
      try (var keys =
          harness
              .getOperator()
              .<String>getKeyedStateBackend()
              .getKeys(state, VoidNamespace.INSTANCE)) {
        return keys.count();
      }
    }

    void send(DerivativesEvent... events) throws Exception {
      for (DerivativesEvent event : events) {
        harness.processElement(new StreamRecord<>(event));
      }
    }

    List<String> ids() {
      return harness.extractOutputValues().stream().map(WireMessage::messageId).toList();
    }

    List<String> subjects() {
      return harness.extractOutputValues().stream().map(WireMessage::subject).toList();
    }

    @Override
    public void close() throws Exception {
      try {
        harness.close();
      } finally {
        environment.close();
      }
    }
  }
}
