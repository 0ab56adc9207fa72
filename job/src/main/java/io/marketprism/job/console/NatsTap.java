// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.StreamState;
import io.nats.client.api.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * A plain subscriber of everything the collector publishes. It asks for nothing and acknowledges
 * nothing, so it cannot disturb the collector. When it is slower than the traffic, messages are
 * dropped here and counted.
 */
final class NatsTap implements AutoCloseable {
  /** All first tokens of the contract but the heartbeat. */
  static final List<String> EVERYTHING =
      List.of(
          "orderbook.>",
          "orderbook_delta.>",
          "quote.>",
          "trade.>",
          "funding_rate.>",
          "open_interest.>",
          "liquidation.>",
          "lsr_top_position.>",
          "lsr_all_account.>",
          "volatility_index.>",
          "feed_status.>",
          "dead_letter.>");

  private static final int MOST_RECALLED = 500;
  private static final int NOT_FOUND = 404;
  private static final int PENDING_MESSAGES = 100_000;
  private static final long PENDING_BYTES = 256L << 20;

  private final Connection connection;
  private final Dispatcher dispatcher;

  private NatsTap(Connection connection, Dispatcher dispatcher) {
    this.connection = connection;
    this.dispatcher = dispatcher;
  }

  /**
   * Connects and subscribes; keeps trying to come back when the server goes away later.
   *
   * @param url the server, e.g. {@code nats://127.0.0.1:4222}
   * @param subjects subjects with or without wildcards
   * @param handler called by one thread of the client, in order
   * @throws IOException when there is no server
   */
  static NatsTap open(String url, List<String> subjects, MessageHandler handler)
      throws IOException, InterruptedException {
    Options options =
        Options.builder()
            .server(url)
            .connectionName("marketprism-console")
            .connectionTimeout(Duration.ofSeconds(3))
            .maxReconnects(-1)
            .reconnectWait(Duration.ofMillis(500))
            // The default listener logs; drops and disconnects are shown in the view instead.
            .errorListener(new ErrorListener() {})
            .build();
    Connection connection = Nats.connect(options);
    Dispatcher dispatcher = connection.createDispatcher(handler);
    dispatcher.setPendingLimits(PENDING_MESSAGES, PENDING_BYTES);
    for (String subject : subjects) {
      dispatcher.subscribe(subject);
    }
    try {
      connection.flush(Duration.ofSeconds(3));
    } catch (TimeoutException e) {
      connection.close();
      throw new IOException("the NATS server " + url + " does not answer", e);
    }
    return new NatsTap(connection, dispatcher);
  }

  boolean connected() {
    return connection.getStatus() == Connection.Status.CONNECTED;
  }

  /** Returns the messages that this tap could not keep up with. */
  long dropped() {
    return dispatcher.getDroppedCount();
  }

  /** Returns the messages in a stream, -1 when it is not there or cannot be asked. */
  long stored(String stream) {
    try {
      return connection.jetStreamManagement().getStreamInfo(stream).getStreamState().getMsgCount();
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      return -1;
    }
  }

  /**
   * Gives to the traffic the newest message of each subject of a stream of which it holds more than
   * were heard. Without the stream, or when it cannot be asked, nothing is given.
   */
  void recall(String stream, Traffic traffic) {
    try {
      JetStreamManagement management = connection.jetStreamManagement();
      StreamState held =
          management.getStreamInfo(stream, StreamInfoOptions.allSubjects()).getStreamState();
      int asked = 0;
      for (Subject subject : held.getSubjects()) {
        if (subject.getCount() > traffic.known(subject.getName()) && asked++ < MOST_RECALLED) {
          MessageInfo newest = management.getLastMessage(stream, subject.getName());
          long ageNanos = Duration.between(newest.getTime().toInstant(), Instant.now()).toNanos();
          traffic.recall(
              subject.getName(),
              subject.getCount(),
              newest.getData(),
              System.nanoTime() - Math.max(0, ageNanos));
        }
      }
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      // The stream comes with the job; whoever counts on its subjects sees them silent.
      return;
    }
  }

  /**
   * Gives the newest messages of a stream, the oldest of them first; none without the stream.
   *
   * @param count how many at most
   */
  List<byte[]> newest(String stream, int count) throws IOException {
    List<byte[]> messages = new ArrayList<>();
    try {
      JetStreamManagement management = connection.jetStreamManagement();
      StreamState held = management.getStreamInfo(stream).getStreamState();
      // Sequences begin with 1; an empty stream says that its first one is 0.
      long oldest = Math.max(1, held.getFirstSequence());
      long first = Math.max(oldest, held.getLastSequence() - count + 1);
      for (long sequence = first; sequence <= held.getLastSequence(); sequence++) {
        messages.add(management.getMessage(stream, sequence).getData());
      }
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() != NOT_FOUND) {
        throw new IOException("the stream " + stream + " cannot be read: " + e.getMessage(), e);
      }
    }
    return messages;
  }

  /** Returns the text of a message. */
  static String text(Message message) {
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws InterruptedException {
    connection.close();
  }
}
