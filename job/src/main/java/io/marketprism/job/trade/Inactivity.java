// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.streaming.api.TimerService;

/**
 * Finds the instruments that were silent for their time to live, with one processing-time timer for
 * each. The timer is not moved with every event; it looks when it fires. On the heap there is an
 * entry for each instrument that this run has seen and that is not silent yet. Not thread-safe; the
 * timers are those of the present key.
 */
final class Inactivity {
  private final long ttlMs;
  private final Map<String, Activity> activities = new HashMap<>();

  private static final class Activity {
    private long lastAt;
    private long timer;
  }

  /**
   * @param ttlMs silence after which an instrument has ended, ms
   */
  Inactivity(long ttlMs) {
    this.ttlMs = ttlMs;
  }

  /**
   * Something of the present key's instrument came.
   *
   * @return whether nothing was kept of it so far
   */
  boolean heard(String key, TimerService timers) {
    long now = timers.currentProcessingTime();
    Activity activity = activities.get(key);
    boolean first = activity == null;
    if (first) {
      activity = new Activity();
      activities.put(key, activity);
      arm(activity, now + ttlMs, timers);
    }
    activity.lastAt = now;
    return first;
  }

  private static void arm(Activity activity, long time, TimerService timers) {
    activity.timer = time;
    timers.registerProcessingTimeTimer(time);
  }

  /**
   * A timer of the present key fired; sets another one where the instrument goes on.
   *
   * @param hasState whether state still has something of it that has not expired; asked where this
   *     run has heard nothing of it, so that its last event is not known
   * @return whether nothing is to be kept of it any more
   */
  boolean hasEnded(String key, long timestamp, boolean hasState, TimerService timers) {
    long now = timers.currentProcessingTime();
    Activity activity = activities.get(key);
    if (activity == null) {
      if (hasState) {
        timers.registerProcessingTimeTimer(now + ttlMs);
      }
      return !hasState;
    }
    if (timestamp != activity.timer) {
      // Of an earlier run; the instrument got a timer of its own in this run.
      return false;
    }
    long due = activity.lastAt + ttlMs;
    if (due > now) {
      arm(activity, due, timers);
      return false;
    }
    activities.remove(key);
    return true;
  }
}
