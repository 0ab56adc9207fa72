// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import java.util.ArrayDeque;

/**
 * Decides when a changed book is published: at once if its interval has passed since it was last
 * published, else at the interval's end, in the state it has then. A published book cools down in a
 * queue; the interval is the same for all, so the queue is ordered by time without sorting, and one
 * timer, for the first in it that changed, serves every book. A change of the interval leaves the
 * order as it is; those that wait already wait for no longer than they would have. Holds at most
 * one entry per instrument. Not thread-safe.
 */
final class PublishSchedule {
  /** No book waits. */
  static final long NONE = Long.MAX_VALUE;

  private long intervalMs;
  private final ArrayDeque<TrackedBook> cooling = new ArrayDeque<>();

  /** How many of them changed. */
  private int waiting;

  PublishSchedule(long intervalMs) {
    this.intervalMs = intervalMs;
  }

  /** Changes the interval. */
  void interval(long millis) {
    intervalMs = millis;
  }

  /** Notes that a book changed; returns whether it is to be published now. */
  boolean changed(TrackedBook tracked) {
    if (!tracked.cooling) {
      return true;
    }
    if (!tracked.changed) {
      tracked.changed = true;
      waiting++;
    }
    return false;
  }

  /** What changed of a book is not to be published any more. */
  void forget(TrackedBook tracked) {
    if (tracked.changed) {
      tracked.changed = false;
      waiting--;
    }
  }

  /** Notes that a book was published; it does not cool. */
  void published(TrackedBook tracked, long now) {
    if (intervalMs > 0) {
      tracked.cooling = true;
      tracked.coolUntil = now + intervalMs;
      cooling.add(tracked);
    }
  }

  /** When the next book that changed has cooled down, and all before it, or {@link #NONE}. */
  long nextTime() {
    if (waiting == 0) {
      return NONE;
    }
    long time = Long.MIN_VALUE;
    for (TrackedBook next : cooling) {
      time = Math.max(time, next.coolUntil);
      if (next.changed) {
        break;
      }
    }
    return time;
  }

  /** Takes out the books that have cooled down, up to the first that changed or that cools. */
  void release(long now) {
    while (!cooling.isEmpty() && !cooling.peek().changed && isDue(cooling.peek(), now)) {
      release();
    }
  }

  /** Takes out the books that have cooled down, up to the first that changed meanwhile, or null. */
  TrackedBook pollDue(long now) {
    TrackedBook due = null;
    while (due == null && !cooling.isEmpty() && isDue(cooling.peek(), now)) {
      due = release();
    }
    return due;
  }

  /**
   * Takes a book out if it has cooled down; true if it changed meanwhile. For a replay, where each
   * book has the time of its own events; looks through all that cool.
   */
  boolean isOver(TrackedBook tracked, long now) {
    if (!tracked.cooling || tracked.coolUntil > now) {
      return false;
    }
    cooling.remove(tracked);
    return released(tracked);
  }

  /** As {@link #pollDue}, without waiting for the interval's end. */
  TrackedBook pollAny() {
    TrackedBook next = null;
    while (next == null && !cooling.isEmpty()) {
      next = release();
    }
    return next;
  }

  private boolean isDue(TrackedBook tracked, long now) {
    // A clock that was set back must not silence a book until it has caught up.
    return tracked.coolUntil <= now || tracked.coolUntil - now > intervalMs;
  }

  private TrackedBook release() {
    TrackedBook tracked = cooling.poll();
    return released(tracked) ? tracked : null;
  }

  private boolean released(TrackedBook tracked) {
    tracked.cooling = false;
    boolean changed = tracked.changed;
    forget(tracked);
    return changed;
  }
}
