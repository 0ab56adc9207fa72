// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A monotonic clock and what is to happen later by it. Any thread. */
interface Timers extends AutoCloseable {

  /** As {@link System#nanoTime()}. */
  long nanos();

  /** Runs a short, non-blocking task later; dropped when closed before. */
  Future<?> after(long delayNanos, Runnable task);

  @Override
  void close();

  /** Real time, on one daemon thread that ends when nothing is due. */
  static Timers system(String threadName) {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(1, DaemonThreads.named(threadName));
    thread.setKeepAliveTime(5, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
    thread.setRemoveOnCancelPolicy(true);
    return new Timers() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public Future<?> after(long delayNanos, Runnable task) {
        try {
          return thread.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
          return CompletableFuture.completedFuture(null);
        }
      }

      @Override
      public void close() {
        thread.shutdownNow();
      }
    };
  }
}
