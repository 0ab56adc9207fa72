// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import java.util.concurrent.TimeUnit;

/**
 * The share of one core that a process has used, over the time since the last look, which is at
 * least some seconds long. Before that time has passed once: since the process began. Thread-safe.
 */
final class CpuShare {
  /** The shortest time over which the share is told. */
  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final double PERCENT = 100;

  private long windowStart;
  private long cpuAtStart;
  private double percent;

  /**
   * @param nowNanos as {@link System#nanoTime}
   * @param cpuNanos CPU time of the process so far
   * @param aliveNanos since the process began
   */
  CpuShare(long nowNanos, long cpuNanos, long aliveNanos) {
    windowStart = nowNanos;
    cpuAtStart = cpuNanos;
    percent = share(cpuNanos, aliveNanos);
  }

  private static double share(long cpuNanos, long nanos) {
    return nanos <= 0 ? 0 : PERCENT * cpuNanos / nanos;
  }

  /**
   * The share in percent: 100 is one core, 400 four of them.
   *
   * @param nowNanos as {@link System#nanoTime}
   * @param cpuNanos CPU time of the process so far
   */
  synchronized double percent(long nowNanos, long cpuNanos) {
    long window = nowNanos - windowStart;
    if (window >= WINDOW_NANOS) {
      percent = share(cpuNanos - cpuAtStart, window);
      windowStart = nowNanos;
      cpuAtStart = cpuNanos;
    }
    return percent;
  }
}
