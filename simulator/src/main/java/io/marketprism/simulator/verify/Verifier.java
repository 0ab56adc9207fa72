// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.truth.TruthBooks;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.OrderedConsumerContext;
import io.nats.client.StreamContext;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.Subject;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Listens to what is published on NATS and holds every book, delta, quote, trade, figure and
 * announcement against the truth logs of simulators.
 *
 * <pre>{@code
 * try (Verifier verifier = Verifier.start(VerifierSettings.of(natsUrl, truthFile))) {
 *   … run the job …
 *   VerifierReport report = verifier.conclude();
 * }
 * }</pre>
 *
 * Messages are judged on a thread of the NATS client; the methods may be called from any thread.
 */
public final class Verifier implements AutoCloseable {
  private static final List<String> OF_ALL = List.of("feed_status.>", "dead_letter.>");
  private static final int PENDING_MESSAGES = 1_000_000;
  private static final long PENDING_BYTES = 2L << 30;
  private static final Duration RECONNECT_WAIT = Duration.ofMillis(100);
  private static final Duration FLUSH = Duration.ofSeconds(10);
  private static final Duration DRAIN = Duration.ofSeconds(120);
  private static final Duration STREAM_WAIT = Duration.ofSeconds(10);
  private static final Duration TRUTH_WAIT = Duration.ofSeconds(30);
  private final VerifierSettings settings;
  private final Connection connection;
  private final Dispatcher dispatcher;
  private final Object monitor = new Object();
  private final List<TruthBooks> logs;
  private final Truths truths = new Truths();
  private final Judge judge;
  private volatile long books;
  private volatile long trades;
  private volatile long lastMessageNanos = System.nanoTime();

  private Verifier(
      VerifierSettings settings,
      Map<String, TruthBooks> logs,
      Connection connection,
      Outages outages) {
    this.settings = settings;
    this.logs = List.copyOf(logs.values());
    this.connection = connection;
    logs.forEach((market, books) -> truths.put(market, new PatientTruth(books, TRUTH_WAIT)));
    judge = new Judge(settings, truths, outages);
    judge.begun(System.currentTimeMillis());
    dispatcher = connection.createDispatcher(this::received);
    dispatcher.setPendingLimits(PENDING_MESSAGES, PENDING_BYTES);
    OF_ALL.forEach(dispatcher::subscribe);
    truths.subjects().forEach(dispatcher::subscribe);
  }

  /**
   * Begins to listen; when this returns the server knows the subscriptions. Waits up to 30 s for
   * the truth log to be there, so the simulator is to be started before.
   *
   * @throws IOException where there is no truth log or the server cannot be reached
   */
  public static Verifier start(VerifierSettings settings) throws IOException, InterruptedException {
    Map<String, TruthBooks> logs = new LinkedHashMap<>();
    Connection connection = null;
    try {
      for (Map.Entry<String, Path> truth : settings.truths().entrySet()) {
        logs.put(truth.getKey(), openTruth(truth.getValue()));
      }
      Outages outages = new Outages();
      connection = connect(settings.natsUrl(), outages);
      Verifier verifier = new Verifier(settings, logs, connection, outages);
      connection.flush(FLUSH);
      return verifier;
    } catch (IOException | TimeoutException e) {
      logs.values().forEach(TruthBooks::close);
      if (connection != null) {
        connection.close();
      }
      throw new IOException("no answer from " + settings.natsUrl() + ": " + e.getMessage(), e);
    }
  }

  static Connection connect(String url, Outages outages)
      throws IOException, InterruptedException {
    return Nats.connect(
        new Options.Builder()
            .server(url)
            .connectionName("marketprism-verifier")
            .maxReconnects(-1)
            .reconnectWait(RECONNECT_WAIT)
            .connectionListener(outages)
            .build());
  }

  private static TruthBooks openTruth(Path file) throws IOException {
    long deadline = System.nanoTime() + TRUTH_WAIT.toNanos();
    while (!Files.exists(file)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("there is no truth log " + file + "; does the simulator run?");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return new TruthBooks(file);
  }

  private void received(Message message) {
    synchronized (monitor) {
      judge.core(
          message.getSubject(),
          messageId(message),
          message.getData(),
          System.currentTimeMillis());
      books = judge.bookCount();
      trades = judge.tradeCount();
    }
    lastMessageNanos = System.nanoTime();
  }

  private static String messageId(Message message) {
    Headers headers = message.getHeaders();
    return headers == null ? null : headers.getFirst("Nats-Msg-Id");
  }

  /** Books judged so far. */
  public long books() {
    return books;
  }

  /** Trades judged so far. */
  public long trades() {
    return trades;
  }

  /** How long ago the last message was judged; since the start where there was none. */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastMessageNanos);
  }

  /**
   * Stops listening, judges what is still queued, reads the streams from their beginning, and says
   * what was found. To be called once.
   *
   * @throws IOException where a stream cannot be read
   */
  public VerifierReport conclude() throws IOException, InterruptedException {
    long end = System.currentTimeMillis();
    boolean drained;
    try {
      drained = dispatcher.drain(DRAIN).get();
    } catch (ExecutionException e) {
      throw new IOException("cannot drain the subscriptions", e);
    }
    synchronized (monitor) {
      long dropped = dispatcher.getDroppedCount();
      if (dropped > 0 || !drained) {
        judge.overrun(dropped);
      }
      judge.ended(end);
      if (settings.stream() != null) {
        judge.streamOpened();
        for (String subjects : truths.subjects("trade")) {
          readStream(settings.stream(), subjects);
        }
      }
      if (settings.dataStream() != null && exists(settings.dataStream())) {
        judge.dataStreamOpened();
        for (String type : FigureType.names().toList()) {
          for (String subjects : truths.subjects(type)) {
            readStream(settings.dataStream(), subjects);
          }
        }
      }
      return judge.conclude();
    }
  }

  private boolean exists(String stream) throws IOException {
    try {
      return connection.jetStreamManagement().getStreamNames().contains(stream);
    } catch (JetStreamApiException e) {
      throw new IOException("cannot list the streams: " + e.getMessage(), e);
    }
  }

  private void readStream(String name, String subjects) throws IOException, InterruptedException {
    try {
      StreamContext stream = connection.getStreamContext(name);
      long left =
          stream
              .getStreamInfo(StreamInfoOptions.filterSubjects(subjects))
              .getStreamState()
              .getSubjects()
              .stream()
              .mapToLong(Subject::getCount)
              .sum();
      OrderedConsumerContext consumer =
          stream.createOrderedConsumer(new OrderedConsumerConfiguration().filterSubject(subjects));
      IterableConsumer messages = consumer.iterate();
      try {
        while (left > 0) {
          Message message = messages.nextMessage(STREAM_WAIT);
          if (message == null) {
            throw new IOException("no message although there are " + left + " more");
          }
          judge.stream(message.getSubject(), messageId(message), message.getData());
          left--;
        }
      } finally {
        messages.stop();
      }
    } catch (IOException | JetStreamApiException | JetStreamStatusCheckedException e) {
      throw new IOException("cannot read stream " + name + ": " + e.getMessage(), e);
    }
  }

  /** Ends the connection. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (monitor) {
      logs.forEach(TruthBooks::close);
    }
  }
}
