// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import io.marketprism.job.latency.PipelineMetrics;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.Trade;
import io.marketprism.model.serde.ModelTypes;
import io.marketprism.model.wire.TradeEncoder;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Publishes every trade of an instrument once. Input: {@link Trade}s, keyed by the instrument's
 * key, each instrument's in the order of their sequence (feeds fill a gap before they go on). A
 * trade whose sequence is not above the last one is a repetition and is dropped and counted. Only
 * ids decide, never times: trades of one millisecond are the rule.
 *
 * <p>Where two connections carry an instrument, whichever brings a trade first is heard. If trades
 * are missing before it that the other connection may still bring, it waits for {@link #PATIENCE},
 * so that what one has lost comes from the other and the order holds; what comes later still is
 * dropped, and was announced on the side ({@link #NOTICES}). Where the venue skips ids without a
 * trade, nothing waits.
 *
 * <p>It is run by a {@link TradeOperator}: last sequences are on the heap and in state ({@link
 * LastSequences}).
 *
 * <p>Of an instrument that is silent for the time to live nothing is kept: RocksDB drops what has
 * expired when it compacts, and a timer for each instrument drops it in time.
 */
public final class TradeDeduplicator
    extends KeyedProcessFunction<String, MarketEvent, WireMessage> {
  private static final long serialVersionUID = 1L;

  /** Name of the last sequence in state. It is in savepoints: never rename. */
  static final String LAST_SEQUENCE = "last-trade-sequence";

  /** Name of the trades that wait, in state. It is in savepoints: never rename. */
  static final String HELD_TRADES = "held-trades";

  /** What consumers must know beside the trades: losses that no connection made good. */
  public static final OutputTag<MarketEvent> NOTICES =
      new OutputTag<>("trade-notices", ModelTypes.MARKET_EVENT);

  /** How long a trade waits for those before it from the other connection. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long ENTRIES_PER_CLOCK_READ = 1_000;

  private final WireOptions wire;
  private final long ttlMs;
  private final int perSymbolSeries;

  private transient LastSequences lastSequences;
  private transient MapState<Long, MarketEvent> heldState;
  private transient Map<String, HeldTrades> held;
  private transient TradeEncoder encoder;
  private transient TradeMetrics metrics;
  private transient PipelineMetrics latency;
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
    descriptor.enableTimeToLive(timeToLive());
    lastSequences = new LastSequences(getRuntimeContext().getState(descriptor));
    MapStateDescriptor<Long, MarketEvent> heldDescriptor =
        new MapStateDescriptor<>(HELD_TRADES, Types.LONG, ModelTypes.MARKET_EVENT);
    heldDescriptor.enableTimeToLive(timeToLive());
    heldState = getRuntimeContext().getMapState(heldDescriptor);
    held = new HashMap<>();
    encoder = new TradeEncoder(wire);
    metrics = new TradeMetrics(getRuntimeContext().getMetricGroup(), perSymbolSeries);
    latency = new PipelineMetrics(getRuntimeContext().getMetricGroup(), WireMessage.Kind.TRADE);
    inactivity = new Inactivity(ttlMs);
  }

  private StateTtlConfig timeToLive() {
    return StateTtlConfig.newBuilder(Duration.ofMillis(ttlMs))
        .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
        .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
        .cleanupInRocksdbCompactFilter(ENTRIES_PER_CLOCK_READ)
        .build();
  }

  @Override
  public void processElement(MarketEvent event, Context context, Collector<WireMessage> out)
      throws Exception {
    if (!(event instanceof Trade trade)) {
      throw new IllegalArgumentException("the trades take trades only, but got " + event);
    }
    heard(trade.instrument(), context);
    if (trade.replica() != 0) {
      onReplicated(trade, context, out);
      return;
    }
    if (trade.sequence() <= lastSequences.of(context.getCurrentKey())) {
      metrics.series(trade.instrument()).duplicate();
      return;
    }
    publish(trade, context, out);
  }

  private void heard(Instrument instrument, Context context) {
    if (inactivity.heard(context.getCurrentKey(), context.timerService())) {
      metrics.heard(instrument);
    }
  }

  /** Brings state up to date; {@code currentKey} makes a key the present one. */
  void store(Consumer<String> currentKey) throws IOException {
    lastSequences.store(currentKey);
  }

  private void publish(Trade trade, Context context, Collector<WireMessage> out)
      throws IOException {
    lastSequences.set(context.getCurrentKey(), trade.sequence());
    long now = context.timerService().currentProcessingTime();
    out.collect(encoder.encode(trade, now));
    latency.published(WireMessage.Kind.TRADE, now, trade.receiveTime());
  }

  /** A trade of one of two connections. */
  private void onReplicated(Trade trade, Context context, Collector<WireMessage> out)
      throws Exception {
    HeldTrades waiting = waiting(context.getCurrentKey());
    waiting.arrived(trade);
    long last = lastSequences.of(context.getCurrentKey());
    if (trade.sequence() <= last) {
      metrics.series(trade.instrument()).duplicate();
    } else if (last == LastSequences.NONE || waiting.firstId(trade) <= last + 1) {
      publish(trade, context, out);
    } else {
      hold(trade, waiting, context);
    }
    if (!waiting.isEmpty()) {
      release(waiting, waiting.isFull(), context, out);
    }
  }

  /** What waits of the present key; after a restore it is in state. */
  private HeldTrades waiting(String key) throws Exception {
    HeldTrades waiting = held.get(key);
    if (waiting == null) {
      waiting = new HeldTrades();
      for (MarketEvent event : heldState.values()) {
        waiting.add((Trade) event);
      }
      held.put(key, waiting);
    }
    return waiting;
  }

  private void hold(Trade trade, HeldTrades waiting, Context context) throws Exception {
    boolean first = waiting.isEmpty();
    if (!waiting.add(trade)) {
      metrics.series(trade.instrument()).duplicate();
      return;
    }
    heldState.put(trade.sequence(), trade);
    if (first) {
      waiting.timer(context.timerService().currentProcessingTime() + PATIENCE.toMillis());
      context.timerService().registerProcessingTimeTimer(waiting.timer());
    }
  }

  /**
   * Publishes what waits as far as nothing is missing before it.
   *
   * @param patienceEnds whether what is missing is not waited for any more
   */
  private void release(
      HeldTrades waiting, boolean patienceEnds, Context context, Collector<WireMessage> out)
      throws Exception {
    while (!waiting.isEmpty()) {
      Trade first = waiting.first();
      long last = lastSequences.of(context.getCurrentKey());
      if (first.sequence() <= last) {
        metrics.series(first.instrument()).duplicate();
      } else {
        long firstId = waiting.firstId(first);
        if (last != LastSequences.NONE && firstId > last + 1) {
          if (!patienceEnds && waiting.mayBeFilled(firstId)) {
            return;
          }
          announceLoss(last, first, firstId, context);
        }
        publish(first, context, out);
      }
      waiting.removeFirst();
      heldState.remove(first.sequence());
    }
  }

  private void announceLoss(long last, Trade next, long firstId, Context context) {
    long now = context.timerService().currentProcessingTime();
    context.output(NOTICES, TradeNotices.gap(last, next, firstId, now));
    context.output(NOTICES, TradeNotices.closed(last, next, firstId, now));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<WireMessage> out)
      throws Exception {
    String key = context.getCurrentKey();
    HeldTrades waiting = waiting(key);
    if (!waiting.isEmpty() && timestamp >= waiting.timer()) {
      // They may be of the run before, and this one has heard nothing of the instrument so far.
      heard(waiting.first().instrument(), context);
      release(waiting, true, context, out);
    }
    boolean hasState = lastSequences.isKnown(key);
    if (inactivity.hasEnded(key, timestamp, hasState, context.timerService())) {
      lastSequences.forget(key);
      heldState.clear();
      held.remove(key);
      metrics.ended(key);
    }
  }
}
