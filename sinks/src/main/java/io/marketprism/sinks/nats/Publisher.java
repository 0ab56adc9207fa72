// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes asynchronously and knows what was confirmed.
 *
 * <p>JetStream messages carry a reply subject of ours, {@code <inbox>.<number>}; the stream's ack
 * comes back on it and is matched by the number. Core messages are confirmed by a PING/PONG round
 * trip after them. When the connection breaks, everything unacknowledged waits and is published
 * again, in order and with its id, on the next one; new messages are held meanwhile, within the
 * same limits.
 *
 * <p>Threads: {@link #publish}, {@link #flush} and {@link #close} belong to the task thread; acks
 * arrive on the client's dispatcher thread; a {@link LinkKeeper} looks after the connection on a
 * thread of its own. None of them waits for another while it holds the lock.
 */
final class Publisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final SendLimits limits;
  private final NatsSinkMetrics metrics;
  private final InFlight inFlight;
  private final LinkKeeper keeper;
  private final SuspensionWatch watch;
  private volatile long lastSendMillis;

  /**
   * Connects; fails when that is not possible.
   *
   * @param bootstrap streams to bring in place before the first message, or null
   */
  static Publisher open(
      NatsEndpoint endpoint,
      SendLimits limits,
      NatsSinkMetrics metrics,
      @Nullable StreamBootstrap bootstrap,
      @Nullable CatchUp catchUp)
      throws IOException, InterruptedException {
    Publisher publisher = new Publisher(endpoint, limits, metrics, catchUp);
    try {
      publisher.keeper.start(bootstrap);
      publisher.watch.start(endpoint.connectionName() + "-watch");
    } catch (IOException | InterruptedException | RuntimeException e) {
      publisher.close();
      throw e;
    }
    return publisher;
  }

  private Publisher(
      NatsEndpoint endpoint,
      SendLimits limits,
      NatsSinkMetrics metrics,
      @Nullable CatchUp catchUp) {
    this.limits = limits;
    this.metrics = metrics;
    inFlight = new InFlight(limits.maxInFlight(), limits.maxInFlightBytes());
    keeper = new LinkKeeper(endpoint, limits, metrics, inFlight, this::onReply, catchUp);
    watch = new SuspensionWatch(limits.maxSuspension(), System::nanoTime, this::onSuspended);
    metrics.registerState(keeper::isPublishing, inFlight::count);
  }

  private void onSuspended(Duration pause) {
    inFlight.fail(
        new NatsPublishException(
            PublishError.SUSPENDED,
            null,
            "This process was suspended for %s; another may publish in its place by now."
                .formatted(pause.truncatedTo(ChronoUnit.MILLIS))),
        null);
  }

  /**
   * Hands a message over; waits while the limits are reached. Returning says nothing about its
   * arrival: that is what {@link #flush} is for.
   *
   * @throws NatsPublishException when this or an earlier message failed
   * @throws InterruptedException when the task is cancelled; the message may or may not be sent
   */
  void publish(PendingMessage message, Delivery delivery)
      throws NatsPublishException, InterruptedException {
    long entered = System.nanoTime();
    watch.look(entered);
    checkPayload(message);
    Connection connection = inFlight.admit(message, delivery);
    if (connection != null) {
      keeper.send(connection, message, delivery);
      if (delivery == Delivery.CORE) {
        message.series.coarse().coreLatency().record(System.nanoTime() - entered);
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled while publishing to " + message.subject);
    }
  }

  private void checkPayload(PendingMessage message) throws NatsPublishException {
    long size = (long) message.bytes - message.subject.length();
    long limit = keeper.maxPayload();
    if (size > limit) {
      message.series.countError(PublishError.PAYLOAD_TOO_LARGE);
      throw new NatsPublishException(
          PublishError.PAYLOAD_TOO_LARGE,
          message.subject,
          "A message for %s has %,d bytes with its headers; the server takes %,d (max_payload)."
              .formatted(message.subject, size, limit));
    }
  }

  /**
   * Waits until the server has confirmed everything handed over so far: JetStream by its acks, core
   * by a PONG.
   *
   * @throws IOException when that did not happen within the flush timeout, connected or not; the
   *     messages stay, and a later flush may succeed
   */
  void flush() throws IOException, InterruptedException {
    Duration timeout = limits.flushTimeout();
    if (inFlight.awaitEmpty(timeout.toNanos())) {
      return;
    }
    boolean connected = keeper.isPublishing();
    throw new NatsPublishException(
        connected ? PublishError.TIMEOUT : PublishError.DISCONNECTED,
        null,
        "%,d messages were not confirmed by %s within %s; %s."
            .formatted(
                inFlight.count(),
                keeper.endpoint(),
                timeout,
                connected ? "the connection is up, the answers are missing" : "not connected"));
  }

  /** Dispatcher thread of the client. */
  private void onReply(Message answer) {
    PublishReply reply = PublishReply.of(answer);
    long sequence = Inbox.sequence(answer.getSubject());
    if (reply.kind() == PublishReply.Kind.FOREIGN || sequence < 0) {
      metrics.foreignReplies().inc();
      return;
    }
    if (reply.kind() == PublishReply.Kind.STORED) {
      long nanos = inFlight.confirm(sequence, reply.duplicate());
      if (nanos >= 0) {
        lastSendMillis = TimeUnit.NANOSECONDS.toMillis(nanos);
      }
      return;
    }
    PendingMessage message = inFlight.find(sequence);
    if (message != null) {
      inFlight.fail(refusal(message, reply), message.series);
    }
  }

  private static NatsPublishException refusal(PendingMessage message, PublishReply reply) {
    if (reply.kind() == PublishReply.Kind.NO_RESPONDERS) {
      return new NatsPublishException(
          PublishError.NO_STREAM,
          message.subject,
          "No JetStream stream takes %s (503 no responders). Add the subject to a stream, or check that JetStream is on."
              .formatted(message.subject));
    }
    return new NatsPublishException(
        PublishError.REJECTED,
        message.subject,
        "The stream %s refused a message for %s: %s."
            .formatted(
                reply.stream() == null ? "(unnamed)" : reply.stream(),
                message.subject,
                reply.error()));
  }

  /** Milliseconds from the last acked publish to its ack. */
  long lastSendMillis() {
    return lastSendMillis;
  }

  /**
   * Closes the connection and ends the keeper thread. Waits for nothing: what is unconfirmed is
   * given up, as the checkpoint it belongs to never completed.
   */
  @Override
  public void close() {
    int left = inFlight.count();
    if (left > 0) {
      LOG.info("Closing with {} unconfirmed messages.", left);
    }
    watch.close();
    keeper.close();
  }
}
