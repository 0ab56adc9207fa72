// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices that the process was suspended: by SIGSTOP, with its virtual machine, in a very long
 * garbage collection. A cluster that does not hear of a process replaces it; one that wakes up must
 * not publish what it had in hand, after newer messages of its successor. Time is {@link
 * System#nanoTime()}, which goes on meanwhile.
 *
 * <p>A thread of its own ticks; {@link #look} may be called by any thread and is cheap. Whoever is
 * first after the pause tells it.
 */
final class SuspensionWatch implements AutoCloseable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final long limitNanos;
  private final LongSupplier clock;
  private final Consumer<Duration> suspended;
  private volatile long tickedAt;
  private volatile Thread thread;

  /**
   * @param limit a pause as long as this is none yet
   * @param suspended told how long a longer one was, by any thread, maybe more than once
   */
  SuspensionWatch(Duration limit, LongSupplier clock, Consumer<Duration> suspended) {
    this.limitNanos = limit.toNanos();
    this.clock = clock;
    this.suspended = suspended;
    this.tickedAt = clock.getAsLong();
  }

  /** Begins to tick. */
  void start(String threadName) {
    Thread ticker = new Thread(this::run, threadName);
    ticker.setDaemon(true);
    thread = ticker;
    tickedAt = clock.getAsLong();
    ticker.start();
  }

  private void run() {
    while (thread != null) {
      LockSupport.parkNanos(TICK_NANOS);
      tick();
    }
  }

  void tick() {
    long now = clock.getAsLong();
    // Told before it is forgotten, so that nobody publishes in between.
    look(now);
    tickedAt = now;
  }

  /** Tells of a pause that has just ended. */
  void look(long now) {
    long pause = now - tickedAt;
    if (pause > limitNanos) {
      suspended.accept(Duration.ofNanos(pause));
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    Thread ticker = thread;
    thread = null;
    LockSupport.unpark(ticker);
  }
}
