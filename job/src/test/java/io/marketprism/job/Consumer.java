// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/** A NATS consumer that keeps what it hears; for tests. */
final class Consumer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection connection;
  private final Map<String, List<JsonNode>> bySubject = new ConcurrentHashMap<>();

  Consumer(String url, String... subjects) throws IOException, InterruptedException {
    connection = Nats.connect(url);
    Dispatcher dispatcher = connection.createDispatcher(this::hear);
    dispatcher.setPendingLimits(-1, -1);
    for (String subject : subjects) {
      dispatcher.subscribe(subject);
    }
    try {
      connection.flush(Duration.ofSeconds(5));
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
  }

  private void hear(Message message) {
    try {
      bySubject
          .computeIfAbsent(
              message.getSubject(), subject -> Collections.synchronizedList(new ArrayList<>()))
          .add(JSON.readTree(message.getData()));
    } catch (IOException e) {
      throw new IllegalStateException(message.getSubject(), e);
    }
  }

  List<JsonNode> on(String subject) {
    List<JsonNode> messages = bySubject.getOrDefault(subject, List.of());
    synchronized (messages) {
      return List.copyOf(messages);
    }
  }

  /** Messages of all subjects that begin so. */
  List<JsonNode> onAny(String prefix) {
    return bySubject.keySet().stream()
        .filter(subject -> subject.startsWith(prefix))
        .flatMap(subject -> on(subject).stream())
        .toList();
  }

  /** Messages of a subject whose field has a value. */
  List<JsonNode> on(String subject, String field, String value) {
    return on(subject).stream().filter(m -> value.equals(m.path(field).asText())).toList();
  }

  void forget() {
    bySubject.clear();
  }

  /** How many messages a stream holds. */
  long count(String stream) throws IOException, JetStreamApiException {
    return connection.jetStreamManagement().getStreamInfo(stream).getStreamState().getMsgCount();
  }

  /** Everything a stream holds, in order. */
  List<JsonNode> stream(String name) throws IOException, JetStreamApiException {
    var management = connection.jetStreamManagement();
    var state = management.getStreamInfo(name).getStreamState();
    List<JsonNode> messages = new ArrayList<>();
    for (long sequence = state.getFirstSequence();
        sequence <= state.getLastSequence() && state.getMsgCount() > 0;
        sequence++) {
      MessageInfo message = management.getMessage(name, sequence);
      messages.add(JSON.readTree(message.getData()));
    }
    return messages;
  }

  @Override
  public void close() throws InterruptedException {
    connection.close();
  }
}
