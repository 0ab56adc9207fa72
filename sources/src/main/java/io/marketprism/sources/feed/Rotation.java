// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.Instrument;
import io.marketprism.sources.net.Backoff;
import java.util.concurrent.TimeUnit;

/**
 * The planned end of a socket (venues.md 1.2): a second one is opened and subscribed, both speak
 * until each stream provably goes on with the second, then the first is closed. Nothing is missed
 * and no book is silent.
 *
 * <p>Both speak for at most {@value #OVERLAP_SECONDS} s after the last answer. Then the first is
 * closed whatever is missing: a stream of which the second has said nothing goes on with it as it
 * is, and one that is behind has {@value #CATCH_UP_SECONDS} s to reach where the first one ended.
 * What does not is treated as after the end of any connection. While the second one cannot be had,
 * the first one goes on, and another attempt follows after a back-off. On the feed's thread.
 */
final class Rotation {
  static final long OVERLAP_SECONDS = 5;
  static final long CATCH_UP_SECONDS = 3;

  /** What a rotation needs of its feed. */
  interface Sockets {
    /** Starts to open a second socket; null while one that ended is not closed yet. */
    FeedSocket dial();

    /** The second socket is the feed's from now on; the first is to be closed. */
    void handedOver(FeedSocket first, FeedSocket second);

    /** All streams live on the second socket. */
    void ended();
  }

  private final FeedContext feed;
  private final StreamSet streams;
  private final SocketMetrics metrics;
  private final ConnectionAttempts attempts;
  private final Sockets sockets;
  private final SubscriptionAnswers answers;
  private final FeedSocket first;
  private final Backoff backoff;

  private FeedSocket second; // null between attempts
  private HandOver handOver; // null until the second socket is open
  private boolean subscribed;
  private boolean closed;
  private boolean over;
  private long since;

  Rotation(
      FeedContext feed,
      StreamSet streams,
      SocketMetrics metrics,
      ConnectionAttempts attempts,
      Sockets sockets,
      SubscriptionAnswers answers,
      FeedSocket first) {
    this.feed = feed;
    this.streams = streams;
    this.metrics = metrics;
    this.attempts = attempts;
    this.sockets = sockets;
    this.answers = answers;
    this.first = first;
    this.backoff = new Backoff(feed.random());
  }

  /** Begins. */
  void begin() {
    attempts.next(this::granted, this::later);
  }

  private void granted() {
    if (over) {
      return;
    }
    second = sockets.dial();
    if (second == null) {
      later();
    }
  }

  private void later() {
    feed.schedule(backoff.next().toMillis(), this::again);
  }

  private void again() {
    if (!over) {
      begin();
    }
  }

  /** The second socket, or null while there is none. */
  FeedSocket second() {
    return second;
  }

  /** Whether an instrument's stream still lives on the first socket. */
  boolean isWaiting(Instrument instrument) {
    return handOver == null || handOver.isWaiting(instrument);
  }

  /** An instrument's stream has ended. */
  void forget(Instrument instrument) {
    if (handOver != null) {
      handOver.forget(instrument);
    }
  }

  /** The second socket is open. */
  void opened() {
    handOver = new HandOver(streams, metrics);
    first.events(handOver.leading());
    second.events(handOver.following());
  }

  /** Whether the second socket brings all streams, or has brought them to where they are. */
  boolean isSubscribed() {
    return subscribed;
  }

  /** All that was subscribed on the second socket is answered. */
  void subscribed() {
    subscribed = true;
    since = feed.nanos();
  }

  /** Looks after each message whether all streams have gone over. */
  void look() {
    if (subscribed && !over && handOver.isDone()) {
      if (!closed) {
        closeFirst();
      }
      end();
    }
  }

  /** Called every second. */
  void tick(long nanos) {
    if (!subscribed || over) {
      return;
    }
    if (!closed && nanos - since > TimeUnit.SECONDS.toNanos(OVERLAP_SECONDS)) {
      handOver.releaseQuiet();
      closeFirst();
    } else if (closed && nanos - since > TimeUnit.SECONDS.toNanos(CATCH_UP_SECONDS)) {
      handOver.beginAnew(second::brings);
    }
    look();
  }

  private void closeFirst() {
    closed = true;
    since = feed.nanos();
    sockets.handedOver(first, second);
    endWhatTheSecondDoesNotBring();
  }

  private void endWhatTheSecondDoesNotBring() {
    for (InstrumentStream stream : streams.all()) {
      if (stream.isConnected() && !second.brings(stream.instrument)) {
        handOver.forget(stream.instrument);
        stream.disconnected();
        answers.lost(stream.instrument);
      }
    }
  }

  private void end() {
    over = true;
    second.events(streams);
    sockets.ended();
  }

  /**
   * The first socket ended by itself. If the second is subscribed, it goes on as planned; else it
   * is over, and the streams go on with the second as after the end of any connection.
   */
  void firstEnded() {
    if (subscribed) {
      closeFirst();
      look();
      return;
    }
    over = true;
    if (second != null) {
      streams.all().forEach(InstrumentStream::disconnected);
      second.events(streams);
      resume(second);
      if (handOver != null) {
        handOver.beginAnew(second::brings);
      }
    }
  }

  /** The second socket ended; the first goes on, and streams that had gone over come back to it. */
  void secondEnded() {
    if (handOver != null) {
      for (InstrumentStream stream : streams.all()) {
        if (!handOver.isWaiting(stream.instrument)) {
          stream.disconnected();
        }
      }
      first.events(streams);
      resume(first);
      subscribeOnFirst();
    }
    second = null;
    handOver = null;
    subscribed = false;
    later();
  }

  /** What came while the second socket was there is to be had from the first as well. */
  private void subscribeOnFirst() {
    if (!first.isWholeMarket() && !first.isExhausted()) {
      first.subscribe(
          streams.instruments().stream().filter(missing -> !first.brings(missing)).toList());
    }
  }

  /** The subscriptions of streams that were disconnected stand on a socket. */
  private void resume(FeedSocket socket) {
    for (InstrumentStream stream : streams.all()) {
      if (!stream.isConnected() && socket.brings(stream.instrument)) {
        stream.subscribed();
      }
    }
  }

  /** Gives up; the sockets are closed by the feed. */
  void cancel() {
    over = true;
  }
}
