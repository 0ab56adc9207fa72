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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Listens to what is published on NATS and holds every book and trade against the truth log of a
 * simulator.
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
  private static final List<String> SUBJECTS =
      List.of("orderbook.binance.spot.*", "trade.binance.spot.*", "feed_status.>", "dead_letter.>");
  private static final String TRADES = "trade.binance.spot.>";
  private static final int PENDING_MESSAGES = 1_000_000;
  private static final long PENDING_BYTES = 2L << 30;
  private static final Duration DRAIN = Duration.ofSeconds(120);
  private static final Duration STREAM_WAIT = Duration.ofSeconds(10);
  private static final Duration TRUTH_WAIT = Duration.ofSeconds(30);
  private final VerifierSettings settings;
  private final Connection connection;
  private final Dispatcher dispatcher;
  private final Object monitor = new Object();
  private TruthBooks truth;
  private Judge judge;
  private volatile long books;
  private volatile long trades;
  private volatile long lastMessageNanos = System.nanoTime();

  private Verifier(VerifierSettings settings)
      throws IOException, InterruptedException, TimeoutException {
    this.settings = settings;
    connection =
        Nats.connect(
            new Options.Builder()
                .server(settings.natsUrl())
                .connectionName("marketprism-verifier")
                .maxReconnects(-1)
                .build());
    dispatcher = connection.createDispatcher(this::received);
    dispatcher.setPendingLimits(PENDING_MESSAGES, PENDING_BYTES);
    SUBJECTS.forEach(dispatcher::subscribe);
    connection.flush(Duration.ofSeconds(10));
  }

  /**
   * Begins to listen; when this returns the server knows the subscriptions.
   *
   * @throws IOException where the server cannot be reached
   */
  public static Verifier start(VerifierSettings settings) throws IOException, InterruptedException {
    try {
      return new Verifier(settings);
    } catch (IllegalStateException e) {
      throw new IOException("no answer from " + settings.natsUrl(), e);
    } catch (TimeoutException e) {
      throw new IOException("no answer from " + settings.natsUrl() + " within 10 s", e);
    }
  }

  private void received(Message message) {
    synchronized (monitor) {
      openTruth();
      judge.core(message.getSubject(), message.getData());
      books = judge.bookCount();
      trades = judge.tradeCount();
    }
    lastMessageNanos = System.nanoTime();
  }

  private void openTruth() {
    if (judge != null) {
      return;
    }
    long deadline = System.nanoTime() + TRUTH_WAIT.toNanos();
    while (!Files.exists(settings.truth()) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    truth = new TruthBooks(settings.truth());
    judge = new Judge(settings, new PatientTruth(truth, TRUTH_WAIT));
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
   * Stops listening, judges what is still queued, reads the stream of trades from its beginning,
   * and says what was found. To be called once.
   *
   * @throws IOException where the stream cannot be read
   */
  public VerifierReport conclude() throws IOException, InterruptedException {
    boolean drained;
    try {
      drained = dispatcher.drain(DRAIN).get();
    } catch (ExecutionException e) {
      throw new IOException("cannot drain the subscriptions", e);
    }
    synchronized (monitor) {
      openTruth();
      long dropped = dispatcher.getDroppedCount();
      if (dropped > 0 || !drained) {
        judge.overrun(dropped);
      }
      if (settings.stream() != null) {
        readStream();
      }
      return judge.conclude();
    }
  }

  private void readStream() throws IOException, InterruptedException {
    judge.streamOpened();
    try {
      StreamContext stream = connection.getStreamContext(settings.stream());
      long left =
          stream
              .getStreamInfo(StreamInfoOptions.filterSubjects(TRADES))
              .getStreamState()
              .getSubjects()
              .stream()
              .mapToLong(Subject::getCount)
              .sum();
      OrderedConsumerContext consumer =
          stream.createOrderedConsumer(new OrderedConsumerConfiguration().filterSubject(TRADES));
      IterableConsumer messages = consumer.iterate();
      try {
        while (left > 0) {
          Message message = messages.nextMessage(STREAM_WAIT);
          if (message == null) {
            throw new IOException("no message although there are " + left + " more");
          }
          Headers headers = message.getHeaders();
          String id = headers == null ? null : headers.getFirst("Nats-Msg-Id");
          judge.stream(message.getSubject(), id, message.getData());
          left--;
        }
      } finally {
        messages.stop();
      }
    } catch (IOException | JetStreamApiException | JetStreamStatusCheckedException e) {
      throw new IOException("cannot read stream " + settings.stream() + ": " + e.getMessage(), e);
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
      if (truth != null) {
        truth.close();
      }
    }
  }
}
