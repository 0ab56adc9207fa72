// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import java.util.HashMap;
import java.util.Map;

/**
 * The collectors that have shown a sign of life of late, this one included. Bounded. Thread-safe.
 */
final class LivingCollectors {
  /** For how long a sign of life counts. */
  static final long WINDOW_MILLIS = 30_000;

  private static final int MOST = 1_000;

  private final String self;
  private final Map<String, Long> heard = new HashMap<>();

  /**
   * @param self what this one calls itself
   */
  LivingCollectors(String self) {
    this.self = self;
  }

  /** A sign of life came; times are ms since the epoch. */
  synchronized void heard(String collector, long nowMillis) {
    forgetSilent(nowMillis);
    if (!collector.equals(self) && (heard.size() < MOST || heard.containsKey(collector))) {
      heard.put(collector, nowMillis);
    }
  }

  /** How many there are, at least 1. */
  synchronized int count(long nowMillis) {
    forgetSilent(nowMillis);
    return heard.size() + 1;
  }

  private void forgetSilent(long nowMillis) {
    heard.values().removeIf(last -> nowMillis - last > WINDOW_MILLIS);
  }
}
