// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Admits so many events per key within any stretch of a length of time. Refused events do not
 * count. Remembers the 10,000 keys used last. Not thread safe.
 */
public final class RateWindow {
  private static final int MAX_KEYS = 10_000;
  private final int most;
  private final long nanos;
  private final Map<String, Deque<Long>> admitted =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
          return size() > MAX_KEYS;
        }
      };

  /** A window that admits {@code most} events of a key within {@code length}. */
  public RateWindow(int most, Duration length) {
    this.most = most;
    this.nanos = length.toNanos();
  }

  /** Whether an event at a time of {@link System#nanoTime} is admitted; counts it if so. */
  public boolean admits(String key, long now) {
    Deque<Long> times = admitted.computeIfAbsent(key, absent -> new ArrayDeque<>());
    while (!times.isEmpty() && now - times.peekFirst() >= nanos) {
      times.removeFirst();
    }
    if (times.size() >= most) {
      return false;
    }
    times.addLast(now);
    return true;
  }
}
