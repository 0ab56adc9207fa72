// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.sources.net.Backoff;
import io.marketprism.sources.net.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one feed, opened and closed here: one, two while an end is planned ({@link
 * Rotation}), none while the next attempt waits for its back-off. On the feed's event loop.
 */
final class FeedSockets implements SocketOwner, Rotation.Sockets {
  private static final Logger LOG = LoggerFactory.getLogger(FeedSockets.class);

  /** Why a socket is replaced by another before the venue ends it. */
  static final String PLANNED = "planned_rotation";

  private final FeedContext feed;
  private final StreamSet streams;
  private final SocketMetrics metrics;
  private final SubscriptionAnswers answers;
  private final Runnable interrupted;
  private final ConnectionAttempts attempts;
  private final ReadingPause pause;
  private final LongestAge age;
  private final Backoff backoff;
  private final List<FeedSocket> sockets = new ArrayList<>(2); // those that are not closed

  private FeedSocket current; // null while there is none
  private Rotation rotation; // null unless an end is planned
  private String announced; // why the second socket is about to end too, or null

  /**
   * @param answers told what the venue answers to subscriptions
   * @param interrupted told when there is no socket any more
   * @param maxPause how long reading may stop for a slow job
   */
  FeedSockets(
      FeedContext feed,
      StreamSet streams,
      SocketMetrics metrics,
      SubscriptionAnswers answers,
      Runnable interrupted,
      ConnectionAttempts attempts,
      Duration maxPause) {
    this.feed = feed;
    this.streams = streams;
    this.metrics = metrics;
    this.answers = answers;
    this.interrupted = interrupted;
    this.attempts = attempts;
    this.pause = new ReadingPause(feed, sockets, maxPause);
    this.age = new LongestAge(feed);
    this.backoff = new Backoff(feed.random());
  }

  /** The open socket that streams without one are to be subscribed on, or null. */
  FeedSocket newest() {
    FeedSocket second = rotation == null ? null : rotation.second();
    FeedSocket newest = second != null && second.isOpen() ? second : current;
    return newest != null && newest.isOpen() ? newest : null;
  }

  /** Whether an instrument's stream lives on a socket. */
  boolean livesOn(FeedSocket socket, Instrument instrument) {
    boolean hasGoneOver = rotation != null && !rotation.isWaiting(instrument);
    return socket == (hasGoneOver ? rotation.second() : current);
  }

  /** Gives the present socket up, unless another is under way to take its place. */
  void reconnect(String reason) {
    boolean isReplaced = rotation != null && rotation.second() != null;
    if (current != null && current.isOpen() && !isReplaced) {
      current.closeFor(reason);
    }
  }

  /** Opens a socket as soon as that is allowed. */
  void connect() {
    attempts.next(
        () -> {
          current = dial();
          if (current == null) {
            reconnectLater();
          }
        },
        this::reconnectLater);
  }

  private void reconnectLater() {
    feed.schedule(backoff.next().toMillis(), this::connect);
  }

  @Override
  public FeedSocket dial() {
    if (sockets.size() > (current == null ? 0 : 1)) {
      return null;
    }
    FeedSocket socket = new FeedSocket(feed, streams, metrics, this, answers);
    sockets.add(socket);
    socket.dial();
    return socket;
  }

  /** Plans the end of the present socket, for a code of wire contract 7.3. */
  void rotate(String reason, String detail) {
    if (rotation != null || current == null || !current.isOpen()) {
      return;
    }
    feed.emitSocket(FeedStatus.Event.ROTATING, reason, detail);
    if (current.isSubscribed()) {
      rotation = new Rotation(feed, streams, metrics, attempts, this, answers, current);
      rotation.begin();
    } else {
      current.closeFor(reason);
    }
  }

  @Override
  public void handedOver(FeedSocket first, FeedSocket second) {
    current = second;
    age.begin();
    first.closeFor(FeedStatus.HANDED_OVER);
  }

  @Override
  public void ended() {
    rotation = null;
    if (announced != null) {
      String reason = announced;
      announced = null;
      rotate(reason, null);
    }
  }

  @Override
  public void opened(FeedSocket socket) {
    socket.setReading(!pause.isOn());
    if (isSecond(socket)) {
      rotation.opened();
    } else {
      age.begin();
    }
    socket.subscribe(streams.instruments());
  }

  private boolean isSecond(FeedSocket socket) {
    return rotation != null && rotation.second() == socket;
  }

  @Override
  public void subscribed(FeedSocket socket, int instruments) {
    metrics.connected(true);
    feed.emitSocket(FeedStatus.Event.SUBSCRIBED, null, instruments + " instruments");
    if (isSecond(socket)) {
      rotation.subscribed();
    }
  }

  @Override
  public void refused(FeedSocket socket) {
    if (isSecond(socket) && socket != current) {
      // It is of no use; the one that is has still to be found.
      socket.closeFor("subscribe_error");
    }
  }

  @Override
  public void endAnnounced(FeedSocket socket, String reason) {
    if (isSecond(socket)) {
      announced = reason;
    } else if (socket == current) {
      rotate(reason, null);
    }
  }

  @Override
  public void frameDone() {
    pause.beginIfFull();
    if (rotation != null) {
      rotation.look();
    }
  }

  /** The sockets that are not closed. */
  List<FeedSocket> all() {
    return List.copyOf(sockets);
  }

  /** An instrument's stream has ended. */
  void forget(Instrument instrument) {
    if (rotation != null) {
      rotation.forget(instrument);
    }
  }

  /** Called every second. */
  void tick() {
    if (pause.isOn()) {
      if (pause.isTooLong()) {
        giveUpBacklog();
      }
      return;
    }
    long nanos = feed.nanos();
    all().forEach(socket -> socket.tick(nanos));
    if (rotation != null) {
      rotation.tick(nanos);
    } else if (current != null && age.isOver(current)) {
      rotate(PLANNED, "open for " + Duration.ofNanos(current.ageNanos()).toMinutes() + " minutes");
    }
  }

  private void giveUpBacklog() {
    if (rotation != null) {
      rotation.cancel();
      rotation = null;
    }
    streams.all().forEach(InstrumentStream::backlogGivenUp);
    all().forEach(socket -> socket.closeFor("buffer_overflow"));
  }

  @Override
  public void closed(FeedSocket socket, String code, CloseReason reason) {
    LOG.info("{} is closed ({}): {}", feed.splitId, code, reason.text());
    sockets.remove(socket);
    metrics.reconnection(code);
    attempts.ended(reason);
    if (sockets.isEmpty()) {
      pause.end();
    }
    boolean second = isSecond(socket);
    if (second && socket != current) {
      feed.emitSocket(FeedStatus.Event.ROTATING, code, "the second socket: " + reason.text());
      announced = null;
      rotation.secondEnded();
    } else if (socket == current && rotation != null && !second) {
      firstClosed(code, reason);
    } else {
      feed.emitSocket(FeedStatus.Event.DISCONNECTED, code, reason.text());
      if (socket == current) {
        onlyClosed(socket);
      }
    }
  }

  /** The venue was faster than the rotation. */
  private void firstClosed(String code, CloseReason reason) {
    Rotation begun = rotation;
    boolean missesNothing = begun.isSubscribed();
    feed.emitSocket(
        FeedStatus.Event.DISCONNECTED,
        missesNothing ? FeedStatus.HANDED_OVER : code,
        reason.text());
    if (!missesNothing) {
      rotation = null;
      FeedSocket first = current;
      current = begun.second();
      age.begin();
      metrics.connected(false);
      if (current == null) {
        onlyClosed(first);
      }
    }
    begun.firstEnded();
  }

  private void onlyClosed(FeedSocket socket) {
    if (rotation != null) {
      rotation.cancel();
      rotation = null;
    }
    if (socket.ageNanos() > Backoff.STABLE_AFTER.toNanos()) {
      backoff.reset();
    }
    current = null;
    announced = null;
    metrics.connected(false);
    interrupted.run();
    streams.all().forEach(InstrumentStream::disconnected);
    reconnectLater();
  }
}
