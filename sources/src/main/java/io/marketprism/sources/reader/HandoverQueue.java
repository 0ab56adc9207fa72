// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.reader;

import io.marketprism.model.MarketEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Between the feeds' threads and the reader. It never blocks a feed: a feed that finds it {@link
 * #isFull} stops reading its socket and is told when there is space again, so what can be in it
 * beyond its capacity is what a socket had already delivered.
 *
 * <p>The reader gathers events for a quarter of a millisecond where they come one by one: to wake
 * it, and all the threads behind it, takes more time than to deal with an event.
 *
 * <p>Any thread may put; one thread takes.
 */
public final class HandoverQueue {
  private static final int BATCH_RECORDS = 1_024;
  private static final long BATCH_BYTES = 1 << 20;

  /** A reader that finds fewer events than this waits a moment for more. */
  private static final int WORTHWHILE = 64;

  private static final long GATHER_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  private final long capacityBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final List<Runnable> waitingForSpace = new ArrayList<>();
  private volatile long bytes;
  private boolean wakeUp;
  private boolean sleeping;
  private boolean taking;
  private boolean blocked;
  private long blockedSince;
  private long blockedNanos;

  private record Entry(String splitId, MarketEvent event, int bytes) {}

  /**
   * @param capacityBytes from this many bytes on, by estimate, the queue is full
   */
  public HandoverQueue(long capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  /** Adds an event of a split; {@code size} is its estimated size in bytes. */
  public void put(String splitId, MarketEvent event, int size) {
    lock.lock();
    try {
      entries.addLast(new Entry(splitId, event, size));
      bytes += size;
      if (!taking && !blocked) {
        blocked = true;
        blockedSince = System.nanoTime();
      }
      if (sleeping) {
        sleeping = false;
        ready.signal();
      }
    } finally {
      lock.unlock();
    }
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
   * Time during which events waited and nobody came to take them, ns. In a job that keeps up it is
   * next to nothing, however many events there are, because the next visit follows at once.
   */
  public long blockedNanos() {
    lock.lock();
    try {
      return blocked ? blockedNanos + System.nanoTime() - blockedSince : blockedNanos;
    } finally {
      lock.unlock();
    }
  }

  private void visited() {
    taking = true;
    if (blocked) {
      blocked = false;
      blockedNanos += System.nanoTime() - blockedSince;
    }
  }

  private void left() {
    taking = false;
    if (!entries.isEmpty()) {
      blocked = true;
      blockedSince = System.nanoTime();
    }
  }

  /** Waits for events and takes some of them; empty only after {@link #wakeUp}. */
  FeedRecords take() throws InterruptedException {
    FeedRecords batch = new FeedRecords();
    List<Runnable> resumed = List.of();
    lock.lock();
    try {
      visited();
      awaitEvents();
      wakeUp = false;
      long taken = 0;
      while (!entries.isEmpty() && batch.size() < BATCH_RECORDS && taken < BATCH_BYTES) {
        Entry entry = entries.removeFirst();
        batch.add(entry.splitId, entry.event);
        taken += entry.bytes;
      }
      bytes -= taken;
      if (!waitingForSpace.isEmpty() && bytes <= capacityBytes / 2) {
        resumed = new ArrayList<>(waitingForSpace);
        waitingForSpace.clear();
      }
    } finally {
      left();
      lock.unlock();
    }
    resumed.forEach(Runnable::run);
    return batch;
  }

  @SuppressWarnings("WaitNotInLoop") // a pause that ends early is no harm
  private void awaitEvents() throws InterruptedException {
    while (entries.isEmpty() && !wakeUp) {
      sleeping = true;
      ready.await();
      sleeping = false;
    }
    if (entries.size() < WORTHWHILE && !wakeUp) {
      // Nobody signals for more events: this is the pause in which they gather.
      ready.awaitNanos(GATHER_NANOS);
    }
  }

  /** Makes a waiting {@link #take} return. */
  void wakeUp() {
    lock.lock();
    try {
      wakeUp = true;
      sleeping = false;
      ready.signal();
    } finally {
      lock.unlock();
    }
  }
}
