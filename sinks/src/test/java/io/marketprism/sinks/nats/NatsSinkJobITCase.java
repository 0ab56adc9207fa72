// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static io.marketprism.sinks.nats.NatsSinkTestBed.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** The sink in a job with checkpoints that fails on the way, and whose server does too. */
class NatsSinkJobITCase {

  private static final long RECORDS = 20_000;
  private static final double RECORDS_PER_SECOND = 10_000;
  private static final String SUBJECT = "trade.binance.spot.BTC-USDT";

  /** Set by {@link FailOnce} within the same JVM. */
  private static final AtomicLong SEEN = new AtomicLong();

  private static final AtomicBoolean FAILED = new AtomicBoolean();

  @Test
  @SuppressWarnings("try") // an interrupt while the cluster closes may end the test
  void afterAFailedTaskAndAKilledServerEveryRecordIsInTheStreamOnceAndInOrder() throws Exception {
    SEEN.set(0);
    FAILED.set(false);
    try (NatsServerProcess server = NatsServerProcess.withJetStream();
        MiniCluster cluster = new MiniCluster(oneTaskManager())) {
      cluster.start();
      JobGraph job = job(server);
      JobID id = job.getJobID();
      cluster.submitJob(job).get();
      CompletableFuture<JobResult> end = cluster.requestJobResult(id);
      await().until(() -> end.isDone() || (FAILED.get() && SEEN.get() > RECORDS / 2));
      server.kill();
      server.start();
      assertThat(end.get().getSerializedThrowable()).isEmpty();

      Connection reader = NatsSinkTestBed.connect(server);
      List<String> expected = LongStream.range(0, RECORDS).mapToObj(Long::toString).toList();
      assertThat(NatsSinkTestBed.contents(reader, "TRADES", RECORDS))
          .extracting(NatsSinkTestBed::text)
          .containsExactlyElementsOf(expected);
      reader.close();
    }
  }

  private static MiniClusterConfiguration oneTaskManager() {
    Configuration anyPort = new Configuration();
    anyPort.set(RestOptions.BIND_PORT, "0");
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(anyPort)
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(1)
        .build();
  }

  private static JobGraph job(NatsServerProcess server) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    environment.enableCheckpointing(100);
    DataGeneratorSource<Long> numbers =
        new DataGeneratorSource<>(
            number -> number,
            RECORDS,
            RateLimiterStrategy.perSecond(RECORDS_PER_SECOND),
            Types.LONG);
    NatsSink<Long> sink =
        NatsSink.<Long>builder()
            .servers(server.url())
            .serializer(
                number ->
                    new NatsMessage(
                        SUBJECT,
                        "trade:" + number,
                        Map.of(),
                        NatsSinkTestBed.bytes(number.toString()),
                        Delivery.JETSTREAM))
            .streams(NatsSinkTestBed.TRADES)
            .build();
    environment
        .fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers")
        .map(new FailOnce())
        .sinkTo(sink);
    return environment.getStreamGraph().getJobGraph();
  }

  /** Fails when some records have passed since the first checkpoint. */
  private static final class FailOnce implements MapFunction<Long, Long>, CheckpointListener {

    private static final long serialVersionUID = 1L;
    private static final int RECORDS_AFTER_CHECKPOINT = 500;

    private boolean checkpointed;
    private int sinceCheckpoint;

    @Override
    public Long map(Long number) {
      SEEN.set(number);
      if (checkpointed
          && ++sinceCheckpoint > RECORDS_AFTER_CHECKPOINT
          && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("the failure of this test");
      }
      return number;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      checkpointed = true;
    }
  }
}
