// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import io.marketprism.job.book.HarnessEnvironment;
import io.marketprism.model.BookReset;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.Trade;
import io.marketprism.model.serde.ModelTypes;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The trades operator on RocksDB, with its clocks in the test's hand. */
final class TradeRig implements AutoCloseable {
  static final long START = 1_700_000_000_000L;
  static final long TTL = 60_000;

  private long checkpoint;

  private final HarnessEnvironment environment = new HarnessEnvironment();
  final KeyedOneInputStreamOperatorTestHarness<String, MarketEvent, WireMessage> harness;

  TradeRig(OperatorSubtaskState restored) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new TradeOperator(new TradeDeduplicator(WireOptions.DEFAULT, TTL, 200)),
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

  /** Moves all clocks at once; timers that fire see the new time. */
  void jumpTo(long time) throws Exception {
    harness.setStateTtlProcessingTime(time);
    harness.setProcessingTime(time);
  }

  /** Instruments that RocksDB holds something of after a checkpoint, expired or not. */
  long keys() throws Exception {
    harness.snapshot(++checkpoint, START);
    try (var keys =
        harness
            .getOperator()
            .<String>getKeyedStateBackend()
            .getKeys(TradeDeduplicator.LAST_SEQUENCE, VoidNamespace.INSTANCE)) {
      return keys.count();
    }
  }

  /**
   * The notices so far, each as its event, the ids that bracket the loss, and how many are lost.
   */
  List<String> notices() {
    Queue<StreamRecord<MarketEvent>> side = harness.getSideOutput(TradeDeduplicator.NOTICES);
    return side == null
        ? List.of()
        : side.stream()
            .map(record -> (FeedStatus) record.getValue())
            .map(
                told ->
                    told.event().token()
                        + ' '
                        + told.previousSequence()
                        + ".."
                        + told.sequence()
                        + " lost "
                        + told.lostCount())
            .toList();
  }

  List<String> published() {
    return harness.extractOutputValues().stream()
        .map(WireMessage::messageId)
        .map(id -> id.replace("trade:binance:spot:", ""))
        .toList();
  }

  double duplicates(String symbol) {
    return environment.metrics().value(series(symbol));
  }

  boolean hasSeries(String symbol) {
    return environment.metrics().has(series(symbol));
  }

  private static String series(String symbol) {
    return TradeMetrics.DUPLICATES + "{exchange=binance, market_type=spot, symbol=" + symbol + "}";
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
