// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
  private final Window jetStream;
  private final Window core;

  private Gate gate = Gate.SHUT;
  @Nullable private Connection link;
  private long bytes;
  private long coreBytes;
  private boolean waitsForRoom;
  private boolean pingWanted;
  private boolean closed;
  @Nullable private volatile NatsPublishException failure;

  InFlight(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
    jetStream = new Window(maxMessages);
    core = new Window(maxMessages);
  }

  /**
   * Takes a message in, waiting for room. Task thread.
   *
   * @return the connection to send it on now; null when it is held for the next one
   */
  @Nullable
  Connection admit(PendingMessage message, Delivery delivery)
      throws InterruptedException, NatsPublishException {
    Window window = delivery == Delivery.CORE ? core : jetStream;
    lock.lockInterruptibly();
    try {
      throwFailure();
      while (gate == Gate.SHUT || window.isFull() || !hasRoomFor(message.bytes)) {
        waitsForRoom = true;
        wantPingIfCoreWaits();
        progress.awaitNanos(LOOK_AROUND_NANOS);
        throwFailure();
      }
      waitsForRoom = false;
      window.add(message);
      bytes += message.bytes;
      if (delivery == Delivery.CORE) {
        coreBytes += message.bytes;
        if (core.size() >= maxMessages / 4 || coreBytes >= maxBytes / 4) {
          wantPingIfCoreWaits();
        }
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
    return size() == 0 || (size() < maxMessages && bytes + messageBytes <= maxBytes);
  }

  private int size() {
    return jetStream.size() + core.size();
  }

  private void wantPingIfCoreWaits() {
    if (!pingWanted && !core.isEmpty()) {
      pingWanted = true;
      work.signal();
    }
  }

  /** Takes an acked message out; null when it is not, or no longer, waited for. */
  @Nullable
  PendingMessage confirm(long sequence) {
    lock.lock();
    try {
      PendingMessage message = jetStream.remove(sequence);
      if (message != null) {
        bytes -= message.bytes;
        tellProgress();
      }
      return message;
    } finally {
      lock.unlock();
    }
  }

  /** The message that waits for this ack; null when none does. */
  @Nullable
  PendingMessage find(long sequence) {
    lock.lock();
    try {
      return jetStream.get(sequence);
    } finally {
      lock.unlock();
    }
  }

  /** Takes out the core messages up to and with this one. */
  List<PendingMessage> confirmCore(long upTo) {
    return removeCore(upTo, true);
  }

  /** Takes out the core messages whose fate the broken connection left open. */
  List<PendingMessage> forgetLostCore() {
    return removeCore(Long.MAX_VALUE, true);
  }

  private List<PendingMessage> removeCore(long upTo, boolean handedOver) {
    lock.lock();
    try {
      List<PendingMessage> removed = new ArrayList<>();
      for (PendingMessage message : core.inOrder()) {
        if (message.sequence <= upTo && message.handedOver == handedOver) {
          core.remove(message.sequence);
          bytes -= message.bytes;
          coreBytes -= message.bytes;
          removed.add(message);
        }
      }
      tellProgress();
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the task thread when it is worth it, not for each single message at the limit. */
  private void tellProgress() {
    int size = size();
    boolean roomAgain =
        waitsForRoom
            && size <= maxMessages - Math.max(1, maxMessages / 8)
            && bytes <= maxBytes - maxBytes / 8;
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
      while (size() > 0) {
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
    lock.lock();
    try {
      link = newLink;
      gate = Gate.SHUT;
    } finally {
      lock.unlock();
    }
  }

  /** Lets new messages through to the connection, unless it was lost since {@link #shut}. */
  boolean open() {
    lock.lock();
    try {
      if (gate == Gate.HOLD) {
        return false;
      }
      gate = Gate.OPEN;
      progress.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Holds new messages, as this connection is gone.
   *
   * @return false when it was known, or is not the present connection
   */
  @SuppressWarnings("ReferenceEquality") // one object per connection
  boolean hold(Connection lost) {
    lock.lock();
    try {
      if (gate == Gate.HOLD || link != lost) {
        return false;
      }
      gate = Gate.HOLD;
      progress.signalAll();
      work.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  Gate gate() {
    lock.lock();
    try {
      return gate;
    } finally {
      lock.unlock();
    }
  }

  /** The unacknowledged JetStream messages, oldest first. */
  List<PendingMessage> unacknowledged() {
    lock.lock();
    try {
      return jetStream.inOrder();
    } finally {
      lock.unlock();
    }
  }

  /** Metrics of a message under way to this subject; null when there is none. */
  @Nullable
  SubjectSeries anySeriesOf(String subject) {
    lock.lock();
    try {
      for (Window window : List.of(jetStream, core)) {
        for (PendingMessage message : window.inOrder()) {
          if (message.subject.equals(subject)) {
            return message.series;
          }
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** The core messages that no connection has had yet, oldest first. */
  List<PendingMessage> heldCore() {
    lock.lock();
    try {
      return core.inOrder().stream().filter(message -> !message.handedOver).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes that a message goes out again.
   *
   * @param republishes how often it was repeated on this connection, this time included
   * @return false when it was confirmed meanwhile and need not be sent
   */
  boolean sendAgain(PendingMessage message, Delivery delivery, int republishes) {
    lock.lock();
    try {
      if (!(delivery == Delivery.CORE ? core : jetStream).holds(message)) {
        return false;
      }
      message.handedOver = true;
      message.publishedNanos = System.nanoTime();
      message.republishes = republishes;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The JetStream message that waits longest, when it was published before the given time. */
  @Nullable
  PendingMessage oldestPublishedBefore(long nanos) {
    lock.lock();
    try {
      PendingMessage oldest = jetStream.oldest();
      return oldest != null && oldest.handedOver && oldest.publishedNanos - nanos < 0
          ? oldest
          : null;
    } finally {
      lock.unlock();
    }
  }

  boolean hasCore() {
    lock.lock();
    try {
      return !core.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a PONG is waited for; asking takes the wish away. */
  boolean takePingWish() {
    lock.lock();
    try {
      boolean wanted = pingWanted;
      pingWanted = false;
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something calls for the keeper thread, or the time is over. */
  @SuppressWarnings("WaitNotInLoop") // the caller looks at everything again
  void awaitWork(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!pingWanted && gate == Gate.OPEN && !closed && failure == null) {
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
      while (left > 0 && !closed && failure == null) {
        left = work.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the writer; the first failure stays. */
  boolean fail(NatsPublishException newFailure) {
    lock.lock();
    try {
      if (failure != null || closed) {
        return false;
      }
      failure = newFailure;
      progress.signalAll();
      work.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      progress.signalAll();
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing more is to be done: failed or closed. */
  boolean isOver() {
    lock.lock();
    try {
      return closed || failure != null;
    } finally {
      lock.unlock();
    }
  }

  void throwFailure() throws NatsPublishException {
    NatsPublishException first = failure;
    if (first != null) {
      throw first;
    }
  }

  int count() {
    lock.lock();
    try {
      return size();
    } finally {
      lock.unlock();
    }
  }
}
