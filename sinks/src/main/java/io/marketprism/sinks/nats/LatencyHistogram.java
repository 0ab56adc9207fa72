// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** Durations counted into fixed buckets. Any thread may record and read. */
final class LatencyHistogram {

  /** Upper bounds, inclusive; the label {@code le} in seconds beside each. */
  private static final long[] BOUNDS_NANOS = {
    500_000L,
    1_000_000L,
    2_000_000L,
    5_000_000L,
    10_000_000L,
    25_000_000L,
    50_000_000L,
    100_000_000L,
    250_000_000L,
    500_000_000L,
    1_000_000_000L,
    2_500_000_000L,
    5_000_000_000L,
    Long.MAX_VALUE
  };

  private static final String[] LABELS = {
    "0.0005", "0.001", "0.002", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5",
    "5", "+Inf"
  };

  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS_NANOS.length);
  private final LongAdder sumNanos = new LongAdder();

  /** Registers it as {@code name_bucket{le}}, {@code name_sum} (seconds) and {@code name_count}. */
  LatencyHistogram register(MetricGroup group, String name) {
    for (int i = 0; i < LABELS.length; i++) {
      int bucket = i;
      group
          .addGroup("le", LABELS[i])
          .gauge(name + "_bucket", (Gauge<Long>) () -> cumulative(bucket));
    }
    group.gauge(name + "_sum", (Gauge<Double>) this::sumSeconds);
    group.gauge(name + "_count", (Gauge<Long>) this::count);
    return this;
  }

  void record(long nanos) {
    int bucket = 0;
    while (nanos > BOUNDS_NANOS[bucket]) {
      bucket++;
    }
    counts.incrementAndGet(bucket);
    sumNanos.add(nanos);
  }

  /** Durations recorded that are not longer than the bound of this bucket. */
  long cumulative(int bucket) {
    long total = 0;
    for (int i = 0; i <= bucket; i++) {
      total += counts.get(i);
    }
    return total;
  }

  long count() {
    return cumulative(BOUNDS_NANOS.length - 1);
  }

  double sumSeconds() {
    return sumNanos.sum() / 1e9;
  }
}
