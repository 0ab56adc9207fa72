// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How much of the bare client's throughput the sink's writer keeps. Each round measures all four
 * ways one after the other on a fresh server, so that the ratio holds whatever else the machine
 * does.
 *
 * <p>How to run it: {@code sinks/README.md}.
 */
public final class SinkThroughput {

  private static final String SUBJECT = "trade.binance.spot.BTC-USDT";
  private static final int BYTES = 250;
  private static final int ROUNDS = 5;
  private static final int STORED = 150_000;
  private static final int CORE = 600_000;
  private static final int IN_FLIGHT = 10_000;

  private SinkThroughput() {}

  /** Prints a table of messages per second and the ratios. */
  public static void main(String[] arguments) throws Exception {
    double[][] rates = new double[4][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      double[] measured = {bareJetStream(), sinkJetStream(), bareCore(), sinkCore()};
      for (int way = 0; way < measured.length && round >= 0; way++) {
        rates[way][round] = measured[way];
      }
    }
    print("JetStream, file storage", rates[0], rates[1]);
    print("core", rates[2], rates[3]);
  }

  private static void print(String name, double[] bare, double[] sink) {
    System.out.printf(
        "%-24s bare %,9.0f/s  sink %,9.0f/s  ratio %.2f%n",
        name, median(bare), median(sink), median(sink) / median(bare));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double perSecond(int messages, long startNanos) {
    return messages * 1e9 / (System.nanoTime() - startNanos);
  }

  private static Connection fastClient(NatsServerProcess server) throws Exception {
    return Nats.connect(
        Options.builder()
            .server(server.url())
            .subjectValidationType(Options.SubjectValidationType.None)
            .dontForceFlushOnRequest()
            .maxMessagesInOutgoingQueue(2 * IN_FLIGHT)
            .build());
  }

  private static double bareJetStream() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.withJetStream()) {
      Connection connection = fastClient(server);
      new StreamBootstrap(List.of(NatsSinkTestBed.TRADES)).run(connection);
      JetStream jetStream = connection.jetStream();
      ArrayDeque<CompletableFuture<PublishAck>> acks = new ArrayDeque<>(IN_FLIGHT);
      long start = System.nanoTime();
      for (int id = 0; id < STORED; id++) {
        if (acks.size() == IN_FLIGHT) {
          acks.poll().get();
        }
        Headers headers = new Headers().put("MP-Schema", "1").put("Nats-Msg-Id", SUBJECT + id);
        acks.add(jetStream.publishAsync(SUBJECT, headers, new byte[BYTES]));
      }
      for (CompletableFuture<PublishAck> ack : acks) {
        ack.get();
      }
      double rate = perSecond(STORED, start);
      connection.close();
      return rate;
    }
  }

  private static double sinkJetStream() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.withJetStream();
        var writer = open(server, List.of(NatsSinkTestBed.TRADES))) {
      long start = System.nanoTime();
      for (int id = 0; id < STORED; id++) {
        writer.write(message(SUBJECT + id, Delivery.JETSTREAM), null);
      }
      writer.flush(false);
      return perSecond(STORED, start);
    }
  }

  private static double bareCore() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.coreOnly()) {
      Connection connection = fastClient(server);
      long start = System.nanoTime();
      for (int id = 0; id < CORE; id++) {
        connection.publish(SUBJECT, new Headers().put("MP-Schema", "1"), new byte[BYTES]);
      }
      connection.flush(Duration.ofMinutes(1));
      double rate = perSecond(CORE, start);
      connection.close();
      return rate;
    }
  }

  private static double sinkCore() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.coreOnly();
        var writer = open(server, List.of())) {
      long start = System.nanoTime();
      for (int id = 0; id < CORE; id++) {
        writer.write(message(null, Delivery.CORE), null);
      }
      writer.flush(false);
      return perSecond(CORE, start);
    }
  }

  private static NatsSinkWriter<NatsMessage> open(
      NatsServerProcess server, List<StreamSpec> streams) throws Exception {
    return NatsSinkTestBed.open(
        NatsSinkTestBed.sinkTo(server).streams(streams).build(), new WriterContext());
  }

  private static NatsMessage message(String id, Delivery delivery) {
    return new NatsMessage(SUBJECT, id, NatsSinkTestBed.HEADERS, new byte[BYTES], delivery);
  }
}
