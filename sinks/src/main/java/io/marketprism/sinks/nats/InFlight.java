// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Connection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.annotation.Nullable;

/**
 * Everything taken from the stream and not yet confirmed by the server, within two limits: messages
 * and bytes. This is the one meeting point of the three threads of a writer – the task thread that
 * adds and waits, the client's thread that confirms, the keeper thread that repeats – and the one
 * place with a lock.
 */
final class InFlight {

  /** What happens to a new message. */
  enum Gate {
    /** It is sent. */
    OPEN,
    /** It is kept for the next connection. */
    HOLD,
    /** It waits outside, because older messages are being repeated and order is to be kept. */
    SHUT
  }

  /** A waiting thread looks around at least this often. */
  private static final long LOOK_AROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int maxMessages;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final Ledger ledger;

  private Gate gate = Gate.SHUT;
  @Nullable private Connection link;
  private boolean waitsForRoom;
  private boolean pingWanted;
  private boolean closed;
  @Nullable private volatile NatsPublishException failure;

  InFlight(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
    ledger = new Ledger(maxMessages);
  }

  /**
   * Takes a message in, waiting for room. Task thread.
   *
   * @return the connection to send it on now; null when it is held for the next one
   */
  @Nullable
  Connection admit(PendingMessage message, Delivery delivery)
      throws InterruptedException, NatsPublishException {
    lock.lockInterruptibly();
    try {
      throwFailure();
      while (gate == Gate.SHUT || ledger.isFull(delivery) || !hasRoomFor(message.bytes)) {
        waitsForRoom = true;
        wantPingIfCoreWaits();
        progress.awaitNanos(LOOK_AROUND_NANOS);
        throwFailure();
      }
      waitsForRoom = false;
      ledger.add(message, delivery);
      if (ledger.coreSize() >= maxMessages / 4 || ledger.coreBytes() >= maxBytes / 4) {
        wantPingIfCoreWaits();
      }
      if (gate == Gate.HOLD) {
        return null;
      }
      message.handedOver = true;
      message.publishedNanos = System.nanoTime();
      return link;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoomFor(int messageBytes) {
    int size = ledger.size();
    return size == 0 || (size < maxMessages && ledger.bytes() + messageBytes <= maxBytes);
  }

  private void wantPingIfCoreWaits() {
    if (!pingWanted && ledger.coreSize() > 0) {
      pingWanted = true;
      work.signal();
    }
  }

  /**
   * Counts an acked message and takes it out; in this order, so that the metrics are right when a
   * flush returns.
   *
   * @return nanoseconds from its publish to now; -1 when it is not, or no longer, waited for
   */
  long confirm(long sequence, boolean duplicate) {
    lock.lock();
    try {
      PendingMessage message = ledger.removeAcked(sequence);
      if (message == null) {
        return -1;
      }
      long nanos = System.nanoTime() - message.publishedNanos;
      message.series.countAcked(nanos, duplicate);
      tellProgress();
      return nanos;
    } finally {
      lock.unlock();
    }
  }

  /** Counts the core messages up to and with this one as published and takes them out. */
  void confirmCore(long upTo) {
    locked(
        () -> {
          ledger.removeSentCore(upTo, SubjectSeries::countPublished);
          tellProgress();
        });
  }

  /**
   * Counts the core messages whose fate the broken connection left open as errors and takes them
   * out.
   *
   * @return how many
   */
  int giveUpLostCore() {
    return locked(
        () -> {
          int lost =
              ledger.removeSentCore(
                  Long.MAX_VALUE, series -> series.countError(PublishError.DISCONNECTED));
          tellProgress();
          return lost;
        });
  }

  /** Wakes the task thread when it is worth it, not for each single message at the limit. */
  private void tellProgress() {
    int size = ledger.size();
    boolean roomAgain =
        waitsForRoom
            && size <= maxMessages - Math.max(1, maxMessages / 8)
            && ledger.bytes() <= maxBytes - maxBytes / 8;
    if (size == 0 || roomAgain) {
      progress.signalAll();
    }
  }

  /**
   * Waits until nothing is unconfirmed. Task thread.
   *
   * @return false when the time was over before
   */
  boolean awaitEmpty(long timeoutNanos) throws InterruptedException, NatsPublishException {
    long deadline = System.nanoTime() + timeoutNanos;
    lock.lockInterruptibly();
    try {
      throwFailure();
      while (ledger.size() > 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        wantPingIfCoreWaits();
        progress.awaitNanos(Math.min(left, LOOK_AROUND_NANOS));
        throwFailure();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Makes new messages wait outside while older ones go out on this connection. */
  void shut(Connection newLink) {
    locked(
        () -> {
          link = newLink;
          gate = Gate.SHUT;
        });
  }

  /** Lets new messages through to the connection, unless it was lost since {@link #shut}. */
  void open() {
    locked(
        () -> {
          gate = gate == Gate.HOLD ? Gate.HOLD : Gate.OPEN;
          progress.signalAll();
        });
  }

  /**
   * Holds new messages, as this connection is gone.
   *
   * @return false when it was known, or is not the present connection
   */
  @SuppressWarnings("ReferenceEquality") // one object per connection
  boolean hold(Connection lost) {
    return locked(
        () -> {
          if (gate == Gate.HOLD || link != lost) {
            return false;
          }
          gate = Gate.HOLD;
          wakeAll();
          return true;
        });
  }

  Gate gate() {
    return locked(() -> gate);
  }

  /** The JetStream message that waits for this ack; null when none does. */
  @Nullable
  PendingMessage find(long sequence) {
    return locked(() -> ledger.unacked(sequence));
  }

  /** The unacknowledged JetStream messages, oldest first. */
  List<PendingMessage> unacknowledged() {
    return locked(ledger::allUnacked);
  }

  /** The core messages that no connection has had yet, oldest first. */
  List<PendingMessage> heldCore() {
    return locked(ledger::heldCore);
  }

  /** Metrics of a message under way to this subject; null when there is none. */
  @Nullable
  SubjectSeries anySeriesOf(String subject) {
    return locked(() -> ledger.seriesOf(subject));
  }

  /**
   * Notes that a message goes out, or goes out again.
   *
   * @param republishes how often it was repeated on this connection, this time included
   * @return false when it was confirmed meanwhile and need not be sent
   */
  boolean sendAgain(PendingMessage message, Delivery delivery, int republishes) {
    return locked(
        () -> {
          if (!ledger.holds(message, delivery)) {
            return false;
          }
          message.handedOver = true;
          message.publishedNanos = System.nanoTime();
          message.republishes = republishes;
          return true;
        });
  }

  /** The JetStream message that waits longest, when it was published before the given time. */
  @Nullable
  PendingMessage oldestPublishedBefore(long nanos) {
    return locked(
        () -> {
          PendingMessage oldest = ledger.oldestUnacked();
          boolean before = oldest != null && oldest.handedOver && oldest.publishedNanos - nanos < 0;
          return before ? oldest : null;
        });
  }

  boolean hasCore() {
    return locked(() -> ledger.coreSize() > 0);
  }

  /** Whether a PONG is waited for; asking takes the wish away. */
  boolean takePingWish() {
    return locked(
        () -> {
          boolean wanted = pingWanted;
          pingWanted = false;
          return wanted;
        });
  }

  /** Waits until something calls for the keeper thread, or the time is over. */
  @SuppressWarnings("WaitNotInLoop") // the caller looks at everything again
  void awaitWork(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!pingWanted && gate == Gate.OPEN && !isOver()) {
        work.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits between two attempts to reconnect; ends early only on failure or close. */
  void awaitRetry(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (left > 0 && !isOver()) {
        left = work.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the writer; only the first failure counts.
   *
   * @param series where to count it, null when it belongs to no subject
   */
  void fail(NatsPublishException newFailure, @Nullable SubjectSeries series) {
    locked(
        () -> {
          if (isOver()) {
            return;
          }
          if (series != null) {
            series.countError(newFailure.error());
          }
          failure = newFailure;
          wakeAll();
        });
  }

  void close() {
    locked(
        () -> {
          closed = true;
          wakeAll();
        });
  }

  /** Whether nothing more is to be done: failed or closed. */
  boolean isOver() {
    return locked(() -> closed || failure != null);
  }

  private void throwFailure() throws NatsPublishException {
    NatsPublishException first = failure;
    if (first != null) {
      throw first;
    }
  }

  /** Messages not yet confirmed. */
  int count() {
    return locked(ledger::size);
  }

  private void wakeAll() {
    progress.signalAll();
    work.signal();
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private <R> R locked(Supplier<R> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}
