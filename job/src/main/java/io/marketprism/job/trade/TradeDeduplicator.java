// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import io.marketprism.model.MarketEvent;
import io.marketprism.model.Trade;
import io.marketprism.model.wire.TradeEncoder;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Publishes every trade of an instrument once. Input: {@link Trade}s, keyed by the instrument's
 * key, each instrument's in the order of their sequence (feeds fill a gap before they go on). A
 * trade whose sequence is not above the last one is a repetition and is dropped and counted. Only
 * ids decide, never times: trades of one millisecond are the rule.
 *
 * <p>Of an instrument that is silent for the time to live nothing is kept: RocksDB drops what has
 * expired when it compacts, and a timer for each instrument drops it in time.
 */
public final class TradeDeduplicator
    extends KeyedProcessFunction<String, MarketEvent, WireMessage> {
  private static final long serialVersionUID = 1L;

  /** Name of the last sequence in state. It is in savepoints: never rename. */
  static final String LAST_SEQUENCE = "last-trade-sequence";

  private static final long ENTRIES_PER_CLOCK_READ = 1_000;

  private final WireOptions wire;
  private final long ttlMs;
  private final int perSymbolSeries;

  private transient ValueState<Long> lastSequence;
  private transient TradeEncoder encoder;
  private transient TradeMetrics metrics;
  private transient Inactivity inactivity;

  /**
   * @param wire choices of the wire form
   * @param ttlMs how long the last sequence of a silent instrument is kept, ms, ≥ 1; a repetition
   *     that comes later is published again
   * @param perSymbolSeries instruments per subtask that get metric series of their own
   */
  public TradeDeduplicator(WireOptions wire, long ttlMs, int perSymbolSeries) {
    if (ttlMs < 1) {
      throw new IllegalArgumentException("ttlMs is " + ttlMs + ", allowed: 1 or more");
    }
    this.wire = wire;
    this.ttlMs = ttlMs;
    this.perSymbolSeries = perSymbolSeries;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Long> descriptor =
        new ValueStateDescriptor<>(LAST_SEQUENCE, LongSerializer.INSTANCE);
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(Duration.ofMillis(ttlMs))
            .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
            .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
            .cleanupInRocksdbCompactFilter(ENTRIES_PER_CLOCK_READ)
            .build());
    lastSequence = getRuntimeContext().getState(descriptor);
    encoder = new TradeEncoder(wire);
    metrics = new TradeMetrics(getRuntimeContext().getMetricGroup(), perSymbolSeries);
    inactivity = new Inactivity(ttlMs);
  }

  @Override
  public void processElement(MarketEvent event, Context context, Collector<WireMessage> out)
      throws Exception {
    if (!(event instanceof Trade trade)) {
      throw new IllegalArgumentException("the trades take trades only, but got " + event);
    }
    inactivity.heard(context.getCurrentKey(), context.timerService());
    TradeMetrics.Series series = metrics.series(trade.instrument());
    Long last = lastSequence.value();
    if (last != null && trade.sequence() <= last) {
      series.duplicate();
      return;
    }
    lastSequence.update(trade.sequence());
    out.collect(encoder.encode(trade, context.timerService().currentProcessingTime()));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<WireMessage> out)
      throws Exception {
    String key = context.getCurrentKey();
    boolean hasState = lastSequence.value() != null;
    if (inactivity.hasEnded(key, timestamp, hasState, context.timerService())) {
      lastSequence.clear();
      metrics.ended(key);
    }
  }
}
