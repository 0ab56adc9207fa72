// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.sources.BucketHistogram;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What all books of an exchange in one subtask are counted into. Written by the task's thread. */
final class BookExchangeMetrics {
  private final Map<Violation, Counter> violations = new EnumMap<>(Violation.class);
  private final BucketHistogram duration;

  BookExchangeMetrics(MetricGroup parent, String exchange) {
    MetricGroup group = parent.addGroup("exchange", exchange);
    for (Violation violation : Violation.values()) {
      violations.put(
          violation,
          group
              .addGroup("validation_type", violation.token())
              .counter(BookMetrics.VALIDATION_ERRORS));
    }
    duration =
        BucketHistogram.ofNanos(BucketHistogram.LATENCY)
            .register(group, BookMetrics.UPDATE_DURATION);
  }

  void violated(Violation violation) {
    violations.get(violation).inc();
  }

  /**
   * @param nanos that an update took
   */
  void took(long nanos) {
    duration.record(nanos);
  }
}
