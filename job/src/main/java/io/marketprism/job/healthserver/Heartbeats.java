// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The collectors that were heard of lately. Bounded; thread-safe. */
final class Heartbeats {
  /** A heartbeat comes every 10 s; who is silent for longer than this is gone. */
  static final double GONE_SECONDS = 30;

  private static final int MOST = 64;
  private static final double NANOS = 1e9;

  private final Map<String, Heard> heard = new LinkedHashMap<>();

  private record Heard(Beat beat, long nanos) {}

  /**
   * A heartbeat.
   *
   * @param instance who sent it
   * @param jobId Flink's id of its job
   * @param status its own word: {@code healthy}, {@code degraded}, {@code unhealthy}
   * @param ageSeconds how long ago it came
   */
  record Beat(String instance, String jobId, String status, double ageSeconds) {}

  synchronized void add(String instance, String jobId, String status, long nowNanos) {
    heard.remove(instance);
    heard.put(instance, new Heard(new Beat(instance, jobId, status, 0), nowNanos));
    if (heard.size() > MOST) {
      heard.remove(heard.keySet().iterator().next());
    }
  }

  /** Those of the last 30 s, the newest first. */
  synchronized List<Beat> lately(long nowNanos) {
    heard.values().removeIf(one -> age(one, nowNanos) > GONE_SECONDS);
    return heard.values().stream()
        .map(
            one -> new Beat(one.beat.instance, one.beat.jobId, one.beat.status, age(one, nowNanos)))
        .sorted(Comparator.comparingDouble(Beat::ageSeconds))
        .toList();
  }

  Optional<Beat> newest(long nowNanos) {
    return lately(nowNanos).stream().findFirst();
  }

  private static double age(Heard one, long nowNanos) {
    return Math.max(0, (nowNanos - one.nanos) / NANOS);
  }
}
