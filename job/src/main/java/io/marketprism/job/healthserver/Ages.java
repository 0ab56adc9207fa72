// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long ago times of another process's wall clock were, without trust in either clock: once
 * seen, a time grows older by this process's monotonic clock until it changes. A clock that is set
 * makes nothing stale and nothing fresh. For one thread.
 */
final class Ages {
  private static final double NANOS = 1e9;

  private final Map<String, Seen> seen = new HashMap<>();

  private record Seen(double time, long nanos, double ageThen) {}

  /**
   * Returns an age in seconds, never negative.
   *
   * @param key what the time is of
   * @param time seconds since the epoch; 0 for never, which is as old as it has been seen
   * @param nowNanos monotonic
   * @param nowSeconds seconds since the epoch
   */
  double age(String key, double time, long nowNanos, double nowSeconds) {
    Seen before = seen.get(key);
    if (before == null || before.time != time) {
      double longest =
          before == null ? Double.MAX_VALUE : before.ageThen + (nowNanos - before.nanos) / NANOS;
      double age = time <= 0 ? 0 : Math.min(longest, Math.max(0, nowSeconds - time));
      before = new Seen(time, nowNanos, age);
      seen.put(key, before);
    }
    return before.ageThen + (nowNanos - before.nanos) / NANOS;
  }

  /** Forgets all but these. */
  void keepOnly(Set<String> keys) {
    seen.keySet().retainAll(keys);
  }
}
