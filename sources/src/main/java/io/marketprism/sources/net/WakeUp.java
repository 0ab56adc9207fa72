// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.util.concurrent.Future;

/** One timer for the earliest of several times to come. Not thread-safe but for the task. */
final class WakeUp {
  private final Timers timers;
  private final Runnable task;
  private long at;
  private Future<?> pending; // null: not set

  /**
   * @param task run at the time, on the timers' thread
   */
  WakeUp(Timers timers, Runnable task) {
    this.timers = timers;
    this.task = task;
  }

  /** Runs the task in so many nanoseconds, unless it is to run earlier anyway. */
  void in(long delay, long now) {
    if (pending != null) {
      if (at - (now + delay) <= 0 && at - now > 0) {
        return;
      }
      pending.cancel(false);
    }
    at = now + delay;
    pending = timers.after(delay, task);
  }

  /** Nothing needs waking. */
  void cancel() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
  }
}
