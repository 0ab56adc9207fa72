// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Time that moves when the test says so; what is due runs on the test's thread, in order. */
final class ManualTimers implements Timers {
  private record Task(long at, Runnable run, CompletableFuture<Void> future) {}

  private final List<Task> tasks = new ArrayList<>();
  private long now = -5_000_000_000L; // monotonic clocks may be negative and cross zero

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public synchronized Future<?> after(long delayNanos, Runnable run) {
    Task task = new Task(now + delayNanos, run, new CompletableFuture<>());
    tasks.add(task);
    return task.future;
  }

  void advance(Duration time) {
    long end = nanos() + time.toNanos();
    while (true) {
      Task next;
      synchronized (this) {
        tasks.removeIf(task -> task.future.isCancelled());
        next =
            tasks.stream()
                .filter(task -> task.at <= end)
                .min(Comparator.comparingLong(Task::at))
                .orElse(null);
        if (next == null) {
          now = end;
          return;
        }
        tasks.remove(next);
        now = Math.max(now, next.at);
      }
      next.run.run();
    }
  }

  synchronized int pending() {
    tasks.removeIf(task -> task.future.isCancelled());
    return tasks.size();
  }

  @Override
  public synchronized void close() {
    tasks.clear();
  }
}
