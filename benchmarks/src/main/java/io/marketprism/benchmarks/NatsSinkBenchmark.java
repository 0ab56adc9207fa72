// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import io.marketprism.sinks.nats.Delivery;
import io.marketprism.sinks.nats.NatsEndpoint;
import io.marketprism.sinks.nats.NatsMessage;
import io.marketprism.sinks.nats.NatsServerProcess;
import io.marketprism.sinks.nats.NatsSink;
import io.marketprism.sinks.nats.StreamBootstrap;
import io.marketprism.sinks.nats.StreamSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * How much of the bare client's throughput the sink keeps inside a Flink job with checkpoints, and
 * how much more it brings than waiting for each ack. Each round measures every way once, one after
 * the other, each on a fresh server: ratios hold whatever else the machine does.
 *
 * <p>How to run it and what is expected: {@code docs/benchmarks.md}. The number of rounds may be
 * given.
 */
public final class NatsSinkBenchmark {

  static final String SUBJECT = "trade.binance.spot.BTC-USDT";
  static final int IN_FLIGHT = 10_000;

  private static final int BYTES = 250;
  private static final int STORED = 300_000;
  private static final int STORED_ONE_BY_ONE = 20_000;
  private static final int CORE = 1_000_000;
  private static final StreamSpec TRADES = StreamSpec.builder("TRADES", "trade.>").build();
  private static final Map<String, String> HEADERS = Map.of("MP-Schema", "1");

  private enum Way {
    JETSTREAM_BARE,
    JETSTREAM_SINK,
    JETSTREAM_WAITING,
    CORE_BARE,
    CORE_SINK
  }

  private NatsSinkBenchmark() {}

  /** Prints messages a second, by median, and the ratios of each round's figures, by median. */
  @SuppressWarnings("try") // an interrupt while the cluster closes may end the benchmark
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    double[][] rates = new double[rounds][];
    try (MiniCluster cluster = new MiniCluster(oneSlot())) {
      cluster.start();
      for (int round = -1; round < rounds; round++) {
        double[] measured = round(cluster);
        if (round >= 0) {
          rates[round] = measured;
        }
      }
    }
    for (Way way : Way.values()) {
      System.out.printf("%-18s %,10.0f messages/s%n", way, median(rates, way, null));
    }
    print("JetStream, of publishAsync", rates, Way.JETSTREAM_SINK, Way.JETSTREAM_BARE, 0.8);
    print("JetStream, of waiting", rates, Way.JETSTREAM_SINK, Way.JETSTREAM_WAITING, 5);
    print("core, of publish", rates, Way.CORE_SINK, Way.CORE_BARE, 0.6);
  }

  private static void print(String name, double[][] rates, Way sink, Way beside, double expected) {
    double ratio = median(rates, sink, beside);
    System.out.printf(
        "%-27s %.2f  expected %.1f  %s%n",
        name, ratio, expected, ratio >= expected ? "met" : "NOT MET");
  }

  private static double median(double[][] rates, Way way, Way divisor) {
    double[] values =
        Arrays.stream(rates)
            .mapToDouble(
                round ->
                    divisor == null
                        ? round[way.ordinal()]
                        : round[way.ordinal()] / round[divisor.ordinal()])
            .sorted()
            .toArray();
    return values[values.length / 2];
  }

  private static double[] round(MiniCluster cluster) throws Exception {
    double[] rates = new double[Way.values().length];
    for (Way way : Way.values()) {
      try (NatsServerProcess server = NatsServerProcess.withJetStream()) {
        String url = server.url();
        if (way != Way.CORE_BARE && way != Way.CORE_SINK) {
          new StreamBootstrap(List.of(TRADES)).run(NatsEndpoint.builder().servers(url).build());
        }
        rates[way.ordinal()] =
            switch (way) {
              case JETSTREAM_BARE -> BareNats.publishAsync(url, STORED);
              case JETSTREAM_SINK -> inFlink(cluster, url, Delivery.JETSTREAM, STORED);
              case JETSTREAM_WAITING -> BareNats.publishAndWait(url, STORED_ONE_BY_ONE);
              case CORE_BARE -> BareNats.publishCore(url, CORE);
              case CORE_SINK -> inFlink(cluster, url, Delivery.CORE, CORE);
            };
      }
    }
    return rates;
  }

  static byte[] payload() {
    return new byte[BYTES];
  }

  private static double inFlink(MiniCluster cluster, String url, Delivery delivery, int messages)
      throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    environment.setParallelism(1);
    environment.getConfig().enableObjectReuse();
    environment.enableCheckpointing(Duration.ofSeconds(1).toMillis());
    boolean stored = delivery == Delivery.JETSTREAM;
    NatsSink<Long> sink =
        NatsSink.<Long>builder()
            .servers(url)
            .maxInFlight(IN_FLIGHT)
            .serializer(
                number ->
                    new NatsMessage(
                        SUBJECT, stored ? "trade:" + number : null, HEADERS, payload(), delivery))
            .build();
    environment
        .fromSource(
            new DataGeneratorSource<>(number -> number, messages, Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .sinkTo(new TimedSink(sink));
    cluster.executeJobBlocking(environment.getStreamGraph().getJobGraph());
    return messages * 1e9 / TimedSink.nanos();
  }

  private static MiniClusterConfiguration oneSlot() {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(configuration)
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(1)
        .build();
  }
}
