// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/**
 * The client alone, with the settings that make it fastest. Each method gives messages a second.
 */
final class BareNats {

  private BareNats() {}

  private static Connection connect(String url) throws Exception {
    return Nats.connect(
        Options.builder()
            .server(url)
            .subjectValidationType(Options.SubjectValidationType.None)
            .dontForceFlushOnRequest()
            .maxMessagesInOutgoingQueue(2 * NatsSinkBenchmark.IN_FLIGHT)
            .build());
  }

  private static double perSecond(int messages, long startNanos) {
    return messages * 1e9 / (System.nanoTime() - startNanos);
  }

  private static Headers headers(int number) {
    return new Headers().put("MP-Schema", "1").put("Nats-Msg-Id", "trade:" + number);
  }

  /** JetStream, acks awaited when the limit is reached and at the end. */
  static double publishAsync(String url, int messages) throws Exception {
    Connection connection = connect(url);
    JetStream jetStream = connection.jetStream();
    ArrayDeque<CompletableFuture<PublishAck>> acks = new ArrayDeque<>(NatsSinkBenchmark.IN_FLIGHT);
    long start = System.nanoTime();
    for (int number = 0; number < messages; number++) {
      if (acks.size() == NatsSinkBenchmark.IN_FLIGHT) {
        acks.remove().get();
      }
      acks.add(
          jetStream.publishAsync(
              NatsSinkBenchmark.SUBJECT, headers(number), NatsSinkBenchmark.payload()));
    }
    for (CompletableFuture<PublishAck> ack : acks) {
      ack.get();
    }
    double rate = perSecond(messages, start);
    connection.close();
    return rate;
  }

  /** JetStream, one ack after the other: what the writer of flink-connector-nats 2.1.4 does. */
  static double publishAndWait(String url, int messages) throws Exception {
    Connection connection = connect(url);
    JetStream jetStream = connection.jetStream();
    long start = System.nanoTime();
    for (int number = 0; number < messages; number++) {
      jetStream.publish(NatsSinkBenchmark.SUBJECT, headers(number), NatsSinkBenchmark.payload());
    }
    double rate = perSecond(messages, start);
    connection.close();
    return rate;
  }

  /** Core, until the server has answered a PING behind the last message. */
  static double publishCore(String url, int messages) throws Exception {
    Connection connection = connect(url);
    long start = System.nanoTime();
    for (int number = 0; number < messages; number++) {
      Headers headers = new Headers().put("MP-Schema", "1");
      connection.publish(NatsSinkBenchmark.SUBJECT, headers, NatsSinkBenchmark.payload());
    }
    connection.flush(Duration.ofMinutes(5));
    double rate = perSecond(messages, start);
    connection.close();
    return rate;
  }
}
