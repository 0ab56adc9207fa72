// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import java.util.HashMap;
import java.util.Map;

/**
 * At most 10 dead letters a second and exchange are published; the rest is only counted (wire
 * contract 7.4).
 */
final class DeadLetterLimit {
  private static final int PER_SECOND = 10;

  private final Map<String, Window> windows = new HashMap<>();
  private volatile long suppressed;

  private static final class Window {
    private long second;
    private int admitted;
  }

  boolean admits(String exchange, long nowMillis) {
    Window window = windows.computeIfAbsent(exchange, key -> new Window());
    long second = nowMillis / 1_000;
    if (second != window.second) {
      window.second = second;
      window.admitted = 0;
    }
    if (window.admitted < PER_SECOND) {
      window.admitted++;
      return true;
    }
    suppressed++;
    return false;
  }

  /** Dead letters that were not published. */
  long suppressed() {
    return suppressed;
  }
}
