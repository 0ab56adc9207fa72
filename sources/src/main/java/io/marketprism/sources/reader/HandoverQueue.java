// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.reader;

import io.marketprism.model.MarketEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Between the feeds' threads and the task. It never blocks a feed: a feed that finds it {@link
 * #isFull} stops reading its socket and is told when there is space again, so what can be in it
 * beyond its capacity is what a socket had already delivered.
 *
 * <p>What is put is announced later, once for many events: to wake the task, and all threads behind
 * it, takes more time than to deal with an event.
 *
 * <p>Any thread may put and announce; one thread takes.
 */
public final class HandoverQueue {
  private static final int BATCH_RECORDS = 1_024;
  private static final long BATCH_BYTES = 1 << 20;

  private final long capacityBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final List<Runnable> waitingForSpace = new ArrayList<>();
  private volatile long bytes;

  /** Not done while the task waits: it has found nothing, and nothing was announced since. */
  private volatile CompletableFuture<Void> available = CompletableFuture.completedFuture(null);

  private boolean announcementDue;
  private boolean wokenUp;
  private boolean blocked;
  private long blockedSince;
  private long blockedNanos;

  /** An event on its way, and its estimated size. */
  record Entry(String splitId, MarketEvent event, int bytes) {}

  /**
   * @param capacityBytes from this many bytes on, by estimate, the queue is full
   */
  public HandoverQueue(long capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  /**
   * Adds an event of a split.
   *
   * @param size its estimated size in bytes
   * @return whether the caller has to {@link #announce} it, when it has nothing more to put for
   *     now; if not, another has yet to do so
   */
  public boolean put(String splitId, MarketEvent event, int size) {
    lock.lock();
    try {
      entries.addLast(new Entry(splitId, event, size));
      bytes += size;
      boolean first = !announcementDue;
      announcementDue = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Tells the task of what was put, if it waits. */
  public void announce() {
    CompletableFuture<Void> waiting;
    lock.lock();
    try {
      announcementDue = false;
      waiting = available;
      if (waiting.isDone() && !entries.isEmpty()) {
        beginBlocked();
      }
    } finally {
      lock.unlock();
    }
    waiting.complete(null);
  }

  /** Lets the task come, now or after its next look in vain, though there may be no event. */
  void wakeUp() {
    CompletableFuture<Void> waiting;
    lock.lock();
    try {
      waiting = available;
      wokenUp = waiting.isDone();
    } finally {
      lock.unlock();
    }
    waiting.complete(null);
  }

  /** Whether feeds should stop reading. */
  public boolean isFull() {
    return bytes >= capacityBytes;
  }

  /** Estimated bytes waiting. */
  public long bytes() {
    return bytes;
  }

  /**
   * Runs the action once, when less than half of the capacity is used; at once if that is so now.
   */
  public void whenSpace(Runnable action) {
    lock.lock();
    try {
      if (bytes > capacityBytes / 2) {
        waitingForSpace.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  /**
   * Time during which events were announced to a task that was busy with those before, or was left
   * behind by it, and which it had not come for, ns. In a job that keeps up it is next to nothing,
   * however many events there are.
   */
  public long blockedNanos() {
    lock.lock();
    try {
      return blocked ? blockedNanos + System.nanoTime() - blockedSince : blockedNanos;
    } finally {
      lock.unlock();
    }
  }

  private void beginBlocked() {
    if (!blocked) {
      blocked = true;
      blockedSince = System.nanoTime();
    }
  }

  private void endBlocked() {
    if (blocked) {
      blocked = false;
      blockedNanos += System.nanoTime() - blockedSince;
    }
  }

  /** Done when it is worth while to {@link #take} again. */
  CompletableFuture<Void> available() {
    return available;
  }

  /** Moves some events to the end of {@code batch}, announced or not; none if there is none. */
  void take(Queue<Entry> batch) {
    List<Runnable> resumed = List.of();
    lock.lock();
    try {
      endBlocked();
      if (entries.isEmpty()) {
        await();
        return;
      }
      int records = 0;
      long taken = 0;
      while (!entries.isEmpty() && records < BATCH_RECORDS && taken < BATCH_BYTES) {
        Entry entry = entries.removeFirst();
        batch.add(entry);
        records++;
        taken += entry.bytes;
      }
      bytes -= taken;
      if (!entries.isEmpty()) {
        beginBlocked();
      }
      if (!waitingForSpace.isEmpty() && bytes <= capacityBytes / 2) {
        resumed = new ArrayList<>(waitingForSpace);
        waitingForSpace.clear();
      }
    } finally {
      lock.unlock();
    }
    resumed.forEach(Runnable::run);
  }

  private void await() {
    if (wokenUp) {
      wokenUp = false;
    } else if (available.isDone()) {
      available = new CompletableFuture<>();
    }
  }
}
