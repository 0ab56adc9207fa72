// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.MessageHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the connection of one writer: opens it, replaces it when it broke, repeats what was not
 * acknowledged, asks for the PONG that confirms core messages.
 *
 * <p>The client's own reconnect is switched off. It keeps the messages that waited in its queue and
 * sends them first on the new connection, ahead of those that were lost in the old socket: the
 * stream would get them out of order. A connection of ours lives once and is thrown away with all
 * it holds; what has to be repeated is known here.
 */
final class LinkKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LinkKeeper.class);

  private static final long LOOK_AROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long CORE_CONFIRM_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(10);

  private final NatsEndpoint endpoint;
  @Nullable private final CatchUp catchUp;
  private final SendLimits limits;
  private final NatsSinkMetrics metrics;
  private final InFlight inFlight;
  private final ServerComplaints complaints = new ServerComplaints(this::onPublishDenied);
  private final Inbox inbox = new Inbox();
  private final LinkOpener opener;
  private final Thread thread;

  /** Set before the thread starts. */
  private List<StreamSpec> streams = List.of();

  private volatile Connection connection;
  private volatile long maxPayload;

  /** Number of the last core message that the client has taken. */
  private volatile long coreHandedOver = -1;

  private long lastPongNanos = System.nanoTime();

  /**
   * @param catchUp null where the job was not restored
   */
  LinkKeeper(
      NatsEndpoint endpoint,
      SendLimits limits,
      NatsSinkMetrics metrics,
      InFlight inFlight,
      MessageHandler replies,
      @Nullable CatchUp catchUp) {
    this.endpoint = endpoint;
    this.catchUp = catchUp;
    this.limits = limits;
    this.metrics = metrics;
    this.inFlight = inFlight;
    opener =
        new LinkOpener(endpoint, limits.maxInFlight(), inbox, replies, this::onEvent, complaints);
    thread = new Thread(this::run, endpoint.connectionName() + "-keeper");
    thread.setDaemon(true);
  }

  /** Connects, brings the streams in place, opens for messages. Task thread. */
  void start(@Nullable StreamBootstrap bootstrap) throws IOException, InterruptedException {
    Connection first = connect();
    if (bootstrap != null) {
      bootstrap.run(first);
      streams = bootstrap.specs();
    }
    inFlight.shut(first);
    inFlight.open();
    thread.start();
  }

  private Connection connect() throws IOException, InterruptedException {
    Connection opened = opener.open();
    connection = opened;
    maxPayload = opened.getMaxPayload();
    return opened;
  }

  private void onEvent(Connection source, Events event) {
    if (event == Events.DISCONNECTED || event == Events.CLOSED) {
      lost(source);
    }
  }

  private void lost(Connection source) {
    if (inFlight.hold(source) && !inFlight.isOver()) {
      LOG.warn("Lost the connection to {}; {} messages wait.", endpoint, inFlight.count());
    }
  }

  private void onPublishDenied(String subject, String complaint) {
    SubjectSeries series = inFlight.anySeriesOf(subject);
    inFlight.fail(
        new NatsPublishException(
            PublishError.REJECTED,
            subject,
            "The server denied a publish to %s: %s.".formatted(subject, complaint)),
        series);
  }

  boolean isPublishing() {
    return inFlight.gate() != InFlight.Gate.HOLD && isUp(connection);
  }

  private static boolean isUp(@Nullable Connection link) {
    return link != null && link.getStatus() == Connection.Status.CONNECTED;
  }

  long maxPayload() {
    return maxPayload;
  }

  NatsEndpoint endpoint() {
    return endpoint;
  }

  /**
   * Gives a message to the client; waits while the client's queue is full. Returns without sending
   * when the connection is gone: the next one will get the message.
   */
  void send(Connection link, PendingMessage message, Delivery delivery) {
    String reply = delivery == Delivery.JETSTREAM ? inbox.replySubject(message.sequence) : null;
    boolean given = false;
    while (!given && !Thread.currentThread().isInterrupted()) {
      try {
        link.publish(message.subject, reply, message.headers, message.payload);
        given = true;
      } catch (IllegalStateException queueIsFullOrClosed) {
        if (!isUp(link) || inFlight.isOver()) {
          return;
        }
      }
    }
    if (delivery == Delivery.CORE) {
      coreHandedOver = message.sequence;
    }
  }

  private void run() {
    try {
      while (!inFlight.isOver()) {
        step();
      }
    } catch (InterruptedException closing) {
      LOG.debug("Keeper thread ends on close.");
    } catch (RuntimeException | Error e) {
      LOG.error("Keeper thread of {} failed.", endpoint, e);
      inFlight.fail(
          new NatsPublishException(
              PublishError.REJECTED, null, "The NATS connection cannot be kept: " + e),
          null);
    }
  }

  private void step() throws InterruptedException {
    if (!isUp(connection)) {
      lost(connection);
    }
    if (inFlight.gate() == InFlight.Gate.HOLD) {
      reconnect();
      return;
    }
    long now = System.nanoTime();
    PendingMessage expired = inFlight.oldestPublishedBefore(now - limits.ackTimeout().toNanos());
    if (expired != null) {
      onAckTimeout(expired);
    } else if (inFlight.takePingWish()
        || (now - lastPongNanos > CORE_CONFIRM_NANOS && inFlight.hasCore())) {
      confirmCore();
    } else {
      inFlight.awaitWork(LOOK_AROUND_NANOS);
    }
  }

  private void onAckTimeout(PendingMessage expired) throws InterruptedException {
    if (expired.republishes >= limits.maxRepublishes()) {
      if (!answersPing()) {
        // Nobody is there to ack: the socket is open, the server hangs.
        lost(connection);
        return;
      }
      inFlight.fail(
          new NatsPublishException(
              PublishError.TIMEOUT,
              expired.subject,
              "No ack for a message on %s, published %d times and waited %s each time."
                  .formatted(expired.subject, expired.republishes + 1, limits.ackTimeout())),
          expired.series);
      return;
    }
    LOG.warn(
        "No ack for {} within {}; publishing {} messages again.",
        expired.subject,
        limits.ackTimeout(),
        inFlight.count());
    republish(connection, expired.republishes + 1);
  }

  private boolean answersPing() throws InterruptedException {
    try {
      connection.RTT();
      return true;
    } catch (IOException | IllegalStateException e) {
      LOG.warn("No ack and no PONG from {}: {}", endpoint, String.valueOf(e));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return false;
    }
  }

  /**
   * Publishes everything unacknowledged again, not the oldest alone: if that one was lost, what
   * followed it on its subject must come after it.
   */
  private void republish(Connection link, int times) throws InterruptedException {
    inFlight.shut(link);
    sendAgain(link, inFlight.unacknowledged(), Delivery.JETSTREAM, times);
    sendAgain(link, inFlight.heldCore(), Delivery.CORE, times);
    inFlight.open();
  }

  private void sendAgain(
      Connection link, List<PendingMessage> messages, Delivery delivery, int times)
      throws InterruptedException {
    for (PendingMessage message : messages) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      boolean wasSentBefore = message.handedOver;
      if (inFlight.sendAgain(message, delivery, times)) {
        if (wasSentBefore) {
          metrics.republished().inc();
        }
        send(link, message, delivery);
      }
    }
  }

  private void confirmCore() throws InterruptedException {
    long upTo = coreHandedOver;
    try {
      // A broken connection cancels the wait, which is an IllegalStateException too.
      connection.RTT();
      // A complaint about one of them came before the PONG, but is told on another thread.
      complaints.look(connection.getLastError());
      if (!inFlight.isOver()) {
        inFlight.confirmCore(upTo);
      }
    } catch (IOException | IllegalStateException e) {
      LOG.debug("No PONG from {}: {}", endpoint, String.valueOf(e));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    lastPongNanos = System.nanoTime();
  }

  private void reconnect() throws InterruptedException {
    connection.close();
    int lostCore = inFlight.giveUpLostCore();
    if (lostCore > 0) {
      LOG.warn("{} core messages may not have arrived.", lostCore);
    }
    long delay = limits.reconnectDelay().toNanos();
    for (int attempt = 1; !inFlight.isOver(); attempt++) {
      try {
        resume(connect());
        LOG.info("Connected to {} again, attempt {}.", endpoint, attempt);
        return;
      } catch (AuthenticationException e) {
        inFlight.fail(new NatsPublishException(PublishError.REJECTED, null, e.getMessage()), null);
      } catch (IOException e) {
        LOG.warn("Attempt {} to reconnect failed: {}", attempt, e.getMessage());
        inFlight.awaitRetry(ThreadLocalRandom.current().nextLong(delay / 2, delay + 1));
        delay = Math.min(2 * delay, limits.maxReconnectDelay().toNanos());
      }
    }
  }

  private void resume(Connection opened) throws InterruptedException {
    metrics.reconnects().inc();
    confirmStored();
    republish(opened, 0);
  }

  /**
   * Takes out what streams have stored although no ack came, where that is so long ago that they
   * would not know the id any more.
   */
  private void confirmStored() throws InterruptedException {
    List<PendingMessage> waiting = inFlight.unacknowledged();
    if (waiting.isEmpty() || !waiting.get(0).handedOver) {
      return;
    }
    Instant now = Instant.now();
    Instant since = now.minusNanos(System.nanoTime() - waiting.get(0).publishedNanos);
    if (catchUp != null) {
      since = catchUp.earliest(since, now); // what waits may have been published twice
    }
    if (!StoredIds.mayBeForgotten(streams, Duration.between(since, now))) {
      return;
    }
    StoredIds stored = StoredIds.since(endpoint, streams, since);
    for (PendingMessage message : waiting) {
      if (message.handedOver && message.id != null && stored.have(message.subject, message.id)) {
        inFlight.confirm(message.sequence, true);
      }
    }
  }

  /** Ends the thread and closes the connection. Task thread. */
  @Override
  public void close() {
    inFlight.close();
    // A cancelled task comes here interrupted; the client would then leave threads behind.
    boolean interrupted = Thread.interrupted();
    try {
      thread.interrupt();
      thread.join(JOIN_TIMEOUT.toMillis());
      if (thread.isAlive()) {
        LOG.warn("{} did not end within {}.", thread.getName(), JOIN_TIMEOUT);
      }
      Connection last = connection;
      if (last != null) {
        last.close();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
