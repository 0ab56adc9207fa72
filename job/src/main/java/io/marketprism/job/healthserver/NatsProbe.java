// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.sinks.nats.NatsEndpoint;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.ServerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import javax.annotation.Nullable;

/**
 * Makes a round trip to NATS, asks for the streams, and listens to heartbeats and feed events. The
 * connection is made anew after each failure.
 */
final class NatsProbe implements Probe<NatsReading> {
  private static final int NOT_FOUND = 404;
  private static final long PENDING_MESSAGES = 10_000;
  private static final long PENDING_BYTES = 4L << 20;

  private final ObjectMapper json = new ObjectMapper();
  private final NatsEndpoint endpoint;
  private final Duration timeout;
  private final List<String> streams;
  private final Heartbeats heartbeats;
  private final Rejections rejections;
  private final LongSupplier nanos;
  @Nullable private Connection connection;

  NatsProbe(
      NatsEndpoint endpoint,
      Duration timeout,
      List<String> streams,
      Heartbeats heartbeats,
      Rejections rejections,
      LongSupplier nanos) {
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.streams = List.copyOf(streams);
    this.heartbeats = heartbeats;
    this.rejections = rejections;
    this.nanos = nanos;
  }

  @Override
  public NatsReading look() throws IOException, InterruptedException {
    try {
      Connection open = connected();
      double seconds = roundTrip(open).toNanos() / 1e9;
      ServerInfo server = open.getServerInfo();
      return new NatsReading(
          seconds, server.getServerName() + " " + server.getVersion(), existing(open));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private Duration roundTrip(Connection open) throws IOException {
    try {
      return open.RTT();
    } catch (IOException e) {
      // The client's own message is the name of an exception.
      throw new IOException("no answer to a PING within " + timeout.toMillis() + " ms", e);
    }
  }

  private Connection connected() throws IOException, InterruptedException {
    if (connection == null) {
      connection = endpoint.connect();
      Dispatcher dispatcher = connection.createDispatcher(this::heard);
      dispatcher.setPendingLimits(PENDING_MESSAGES, PENDING_BYTES);
      dispatcher.subscribe("health.collector.>");
      dispatcher.subscribe("feed_status.>");
    }
    return connection;
  }

  private SortedMap<String, Boolean> existing(Connection open) throws IOException {
    JetStreamManagement management =
        open.jetStreamManagement(JetStreamOptions.builder().requestTimeout(timeout).build());
    SortedMap<String, Boolean> found = new TreeMap<>();
    boolean answers = true;
    for (String stream : streams) {
      // One that does not answer for the first will not for the others either.
      Boolean exists = answers ? exists(management, stream) : null;
      answers = exists != null;
      found.put(stream, exists);
    }
    return found;
  }

  @Nullable
  private static Boolean exists(JetStreamManagement management, String stream) {
    try {
      management.getStreamInfo(stream);
      return true;
    } catch (JetStreamApiException e) {
      return e.getErrorCode() == NOT_FOUND ? false : null;
    } catch (IOException e) {
      return null;
    }
  }

  private void heard(Message message) {
    JsonNode body;
    try {
      body = json.readTree(message.getData());
    } catch (IOException e) {
      // Not of a collector; only what can be read counts as a sign of life.
      return;
    }
    String[] subject = message.getSubject().split("\\.", 4);
    if (subject[0].equals("health")) {
      String job = body.path("job_id").asText();
      heartbeats.add(
          body.path("instance").asText(), job, body.path("status").asText(), nanos.getAsLong());
    } else if (subject.length == 4) {
      rejections.add(
          body.path("feed").asText() + '.' + subject[1] + '.' + subject[2] + '.' + subject[3],
          body.path("event").asText(),
          body.path("reason").asText());
    }
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
