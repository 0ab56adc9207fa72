// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Messages, writers and stream contents as the sink's tests need them. */
final class NatsSinkTestBed {

  static final StreamSpec TRADES = StreamSpec.builder("TRADES", "trade.>").build();
  static final Map<String, String> HEADERS = Map.of("MP-Schema", "1");

  /** Nothing is expected to last so long; it is for machines with other things to do. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private NatsSinkTestBed() {}

  static ConditionFactory await() {
    return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10));
  }

  /** A JetStream message whose id is its text. */
  static NatsMessage trade(String subject, long id) {
    return new NatsMessage(
        subject, subject + ":" + id, HEADERS, bytes(Long.toString(id)), Delivery.JETSTREAM);
  }

  static NatsMessage core(String subject, String text) {
    return new NatsMessage(subject, null, HEADERS, bytes(text), Delivery.CORE);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(Message message) {
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  /** A sink of messages that are given ready-made, with quick retries. */
  static NatsSinkBuilder<NatsMessage> sinkTo(NatsServerProcess server) {
    return NatsSink.<NatsMessage>builder()
        .servers(server.url())
        .serializer(message -> message)
        .flushTimeout(PATIENCE)
        .reconnectDelay(Duration.ofMillis(20), Duration.ofMillis(200));
  }

  static NatsSinkWriter<NatsMessage> open(NatsSink<NatsMessage> sink, WriterContext context)
      throws IOException {
    return (NatsSinkWriter<NatsMessage>) sink.createWriter(context);
  }

  static Connection connect(NatsServerProcess server) throws IOException, InterruptedException {
    return Nats.connect(
        Options.builder().server(server.url()).errorListener(new ErrorListener() {}).build());
  }

  /** All messages of a stream in its order, read without leaving a trace. */
  static List<Message> contents(Connection connection, String stream, long expected)
      throws Exception {
    var subscription =
        connection
            .jetStream()
            .subscribe(
                null,
                PullSubscribeOptions.builder().stream(stream)
                    .configuration(
                        ConsumerConfiguration.builder().ackPolicy(AckPolicy.None).build())
                    .build());
    List<Message> messages = new ArrayList<>();
    long stored = stored(connection, stream);
    while (messages.size() < Math.max(stored, expected)) {
      List<Message> batch = subscription.fetch(1_000, Duration.ofSeconds(2));
      if (batch.isEmpty()) {
        break;
      }
      messages.addAll(batch);
    }
    subscription.unsubscribe();
    return messages;
  }

  static long stored(Connection connection, String stream) throws Exception {
    return connection.jetStreamManagement().getStreamInfo(stream).getStreamState().getMsgCount();
  }
}
