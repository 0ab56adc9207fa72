// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job that publishes the numbers from 0 on over several subjects until it is cancelled, and tells
 * tests in the same JVM what its checkpoints cover. One at a time.
 */
final class KilledJob {

  private static final int SUBJECTS = 5;
  private static final double RECORDS_PER_SECOND = 5_000;

  private static final AtomicLong SEEN = new AtomicLong();
  private static final AtomicInteger RESTORES = new AtomicInteger();
  private static final Map<Long, Long> COVERED = new ConcurrentHashMap<>();
  private static final List<Completed> COMPLETED = new CopyOnWriteArrayList<>();

  /**
   * A completed checkpoint.
   *
   * @param lastNumber all numbers up to this one came before it
   * @param at when the job heard of it, which is after it completed
   */
  record Completed(long id, long lastNumber, Instant at) {}

  private KilledJob() {}

  static void reset() {
    SEEN.set(-1);
    RESTORES.set(0);
    COVERED.clear();
    COMPLETED.clear();
  }

  /** The highest number so far. */
  static long seen() {
    return SEEN.get();
  }

  static int restores() {
    return RESTORES.get();
  }

  static List<Completed> completed() {
    return COMPLETED;
  }

  static JobGraph graph(NatsServerProcess server) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    environment.enableCheckpointing(200);
    DataGeneratorSource<Long> numbers =
        new DataGeneratorSource<>(
            number -> number,
            Long.MAX_VALUE,
            RateLimiterStrategy.perSecond(RECORDS_PER_SECOND),
            Types.LONG);
    NatsSink<Long> sink =
        NatsSink.<Long>builder()
            .servers(server.url())
            .serializer(
                number ->
                    new NatsMessage(
                        "trade.binance.spot.COIN" + number % SUBJECTS + "-USDT",
                        "trade:" + number,
                        Map.of(),
                        NatsSinkTestBed.bytes(number.toString()),
                        Delivery.JETSTREAM))
            .streams(NatsSinkTestBed.TRADES)
            .reconnectDelay(Duration.ofMillis(20), Duration.ofMillis(200))
            .maxSuspension(Duration.ofMinutes(2)) // the machine may have other things to do
            .build();
    environment
        .fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers")
        .map(new Observed())
        .sinkTo(sink);
    return environment.getStreamGraph().getJobGraph();
  }

  /** Runs in one task with the sink, so that what it saw before a checkpoint the sink got, too. */
  private static final class Observed
      implements MapFunction<Long, Long>, CheckpointedFunction, CheckpointListener {

    private static final long serialVersionUID = 1L;

    private long last = -1;

    @Override
    public void initializeState(FunctionInitializationContext context) {
      if (context.isRestored()) {
        RESTORES.incrementAndGet();
      }
    }

    @Override
    public Long map(Long number) {
      last = number;
      SEEN.accumulateAndGet(number, Math::max);
      return number;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
      COVERED.put(context.getCheckpointId(), last);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      long covered = COVERED.get(checkpointId);
      if (covered >= 0) {
        COMPLETED.add(new Completed(checkpointId, covered, Instant.now()));
      }
    }
  }
}
