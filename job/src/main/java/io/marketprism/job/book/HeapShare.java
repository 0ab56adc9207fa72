// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a task may hold of the process's heap for its books: {@value #PERCENT} % of it, over all
 * tasks of the job in this process that keep books now. So a process whose slots are spare ones, or
 * whose books are spread over all of its slots, holds as many books either way. Any thread.
 */
final class HeapShare implements AutoCloseable {
  /** The rest is for events on their way, and for the collector to breathe. */
  static final int PERCENT = 25;

  private static final long BYTES = Runtime.getRuntime().maxMemory() / 100 * PERCENT;

  private static final AtomicInteger TASKS = new AtomicInteger();

  private boolean open = true;

  private HeapShare() {}

  /** One more task keeps books. */
  static HeapShare open() {
    TASKS.incrementAndGet();
    return new HeapShare();
  }

  /** Bytes for this task, which become fewer when others open. */
  long bytes() {
    return BYTES / Math.max(1, TASKS.get());
  }

  /** Leaves its part to the others. */
  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      TASKS.decrementAndGet();
    }
  }
}
