// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.derivative;

import io.marketprism.job.latency.PipelineMetrics;
import io.marketprism.model.DataType;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Liquidation;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.wire.DerivativesEncoder;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Publishes what venues tell beside books and trades when it is news. Input: {@link
 * DerivativesEvent}s, keyed by the instrument's key.
 *
 * <p>A polled figure is news if the venue's time or value differs from what was published last; one
 * with an earlier time is an answer from an old cache and is dropped, unless the venue goes on
 * giving earlier times: then its clock was set back. A candle of a volatility index is news if it
 * ends later than the last one. A liquidation is news if its id is not remembered: venues repeat
 * the latest when a subscription begins.
 *
 * <p>Only the venue's times and values decide, so that a replay publishes the same. How long they
 * are kept, the clock decides: a figure as long as the venue goes on telling it, and the state's
 * time to live beyond that; a liquidation's id that long. What has expired is dropped by RocksDB
 * when it compacts, and by a look at each instrument once in that time.
 */
public final class DerivativesPublisher
    extends KeyedProcessFunction<String, MarketEvent, WireMessage> {
  private static final long serialVersionUID = 1L;

  /** Name of what was published last, by data type. It is in savepoints: never rename. */
  static final String LAST_FIGURES = "last-figures";

  /** Name of the liquidations seen. It is in savepoints: never rename. */
  static final String LIQUIDATIONS = "liquidation-ids";

  private static final long ENTRIES_PER_CLOCK_READ = 1_000;

  /** Answers with an earlier time in a row after which the venue is believed. */
  private static final int EARLIER_ANSWERS = 10;

  private static final WireMessage.Kind[] KINDS = {
    WireMessage.Kind.FUNDING_RATE,
    WireMessage.Kind.OPEN_INTEREST,
    WireMessage.Kind.LIQUIDATION,
    WireMessage.Kind.LSR_TOP_POSITION,
    WireMessage.Kind.LSR_ALL_ACCOUNT,
    WireMessage.Kind.VOLATILITY_INDEX
  };

  private final WireOptions wire;
  private final boolean publishUnchanged;
  private final Duration kept;

  private transient MapState<String, Tuple2<Long, String>> lastFigures;
  private transient MapState<String, Boolean> liquidations;
  private transient Map<String, Map<DataType, Integer>> earlier;
  private transient Map<String, Long> looks;
  private transient DerivativesEncoder encoder;
  private transient DerivativesMetrics metrics;
  private transient PipelineMetrics latency;

  /**
   * @param wire choices of the wire form
   * @param publishUnchanged publish each poll, whether or not it is news
   * @param kept how long a liquidation's id is remembered, and a figure that the venue no longer
   *     tells
   */
  public DerivativesPublisher(WireOptions wire, boolean publishUnchanged, Duration kept) {
    this.wire = wire;
    this.publishUnchanged = publishUnchanged;
    this.kept = kept;
  }

  @Override
  public void open(OpenContext context) {
    lastFigures =
        getRuntimeContext()
            .getMapState(
                kept(
                    new MapStateDescriptor<>(
                        LAST_FIGURES, Types.STRING, Types.TUPLE(Types.LONG, Types.STRING))));
    liquidations =
        getRuntimeContext()
            .getMapState(kept(new MapStateDescriptor<>(LIQUIDATIONS, Types.STRING, Types.BOOLEAN)));
    earlier = new HashMap<>();
    looks = new HashMap<>();
    encoder = new DerivativesEncoder(wire);
    metrics = new DerivativesMetrics(getRuntimeContext().getMetricGroup());
    latency = new PipelineMetrics(getRuntimeContext().getMetricGroup(), KINDS);
  }

  private <K, V> MapStateDescriptor<K, V> kept(MapStateDescriptor<K, V> descriptor) {
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(kept)
            .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
            .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
            .cleanupInRocksdbCompactFilter(ENTRIES_PER_CLOCK_READ)
            .build());
    return descriptor;
  }

  @Override
  public void processElement(MarketEvent event, Context context, Collector<WireMessage> out)
      throws Exception {
    if (!(event instanceof DerivativesEvent told)) {
      throw new IllegalArgumentException("derivatives only, but got " + event);
    }
    if (!looks.containsKey(context.getCurrentKey())) {
      lookLater(context);
    }
    metrics.seen(told);
    boolean news = told instanceof Liquidation order ? isNews(order) : isNews(told);
    if (news) {
      long now = context.timerService().currentProcessingTime();
      WireMessage message = encoder.encode(told, now);
      out.collect(message);
      latency.published(message.kind(), now, told.receiveTime());
    } else {
      metrics.repeated(told);
    }
  }

  private void lookLater(Context context) {
    TimerService timers = context.timerService();
    long time = timers.currentProcessingTime() + kept.toMillis();
    looks.put(context.getCurrentKey(), time);
    timers.registerProcessingTimeTimer(time);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<WireMessage> out)
      throws Exception {
    Long expected = looks.get(context.getCurrentKey());
    if (expected != null && expected != timestamp) {
      // The timer is of an earlier run, and the instrument got one of its own in this run.
      return;
    }
    // Both are asked: going over the entries is what removes those that have expired.
    boolean figuresLeft = hasEntries(lastFigures);
    boolean liquidationsLeft = hasEntries(liquidations);
    if (figuresLeft || liquidationsLeft) {
      lookLater(context);
    } else {
      looks.remove(context.getCurrentKey());
      earlier.remove(context.getCurrentKey());
    }
  }

  private static boolean hasEntries(MapState<String, ?> entries) throws Exception {
    boolean some = false;
    for (String ignored : entries.keys()) {
      some = true;
    }
    return some;
  }

  private boolean isNews(Liquidation order) throws Exception {
    if (liquidations.contains(order.id())) {
      return false;
    }
    liquidations.put(order.id(), true);
    return true;
  }

  private boolean isNews(DerivativesEvent told) throws Exception {
    String type = told.dataType().token();
    String figures = Figures.of(told);
    Tuple2<Long, String> last = lastFigures.get(type);
    if (last != null && told.eventTime() <= last.f0) {
      boolean candle = told.dataType() == DataType.VOLATILITY_INDEX;
      boolean fromEarlier = candle || told.eventTime() < last.f0 && !believed(told);
      if (fromEarlier || told.eventTime() == last.f0 && figures.equals(last.f1)) {
        // Written again only to be kept: the venue still tells it.
        lastFigures.put(type, last);
        return !fromEarlier && publishUnchanged;
      }
    }
    Map<DataType, Integer> earlierAnswers = earlier.get(told.instrument().key());
    if (earlierAnswers != null) {
      earlierAnswers.remove(told.dataType());
    }
    lastFigures.put(type, Tuple2.of(told.eventTime(), figures));
    return true;
  }

  private boolean believed(DerivativesEvent told) {
    return earlier
            .computeIfAbsent(told.instrument().key(), key -> new EnumMap<>(DataType.class))
            .merge(told.dataType(), 1, Integer::sum)
        >= EARLIER_ANSWERS;
  }
}
