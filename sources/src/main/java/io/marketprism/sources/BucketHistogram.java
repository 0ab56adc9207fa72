// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Durations counted into fixed buckets, as Prometheus wants them for {@code histogram_quantile};
 * Flink's own histograms are exported as summaries, which cannot be added up. Any thread may record
 * and read; recording allocates nothing.
 */
public final class BucketHistogram {
  /** Upper bounds of latencies, seconds. */
  public static final List<String> LATENCY =
      List.of(
          "0.0005", "0.001", "0.002", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1",
          "2.5", "5");

  /** Upper bounds of differences between two clocks, seconds: they may be negative. */
  public static final List<String> LAG =
      List.of(
          "-2", "-1", "-0.1", "0", "0.0005", "0.001", "0.002", "0.005", "0.01", "0.025", "0.05",
          "0.1", "0.25", "0.5", "1", "2.5", "5");

  private static final String INFINITY = "+Inf";

  private final List<String> labels;
  private final long unitsPerSecond;
  private final long[] bounds;
  private final AtomicLongArray counts;
  private final LongAdder sum = new LongAdder();

  private BucketHistogram(List<String> labels, long unitsPerSecond) {
    this.labels = labels;
    this.unitsPerSecond = unitsPerSecond;
    this.bounds =
        labels.stream()
            .map(BigDecimal::new)
            .mapToLong(bound -> floor(bound.multiply(BigDecimal.valueOf(unitsPerSecond))))
            .toArray();
    this.counts = new AtomicLongArray(bounds.length + 1);
  }

  private static long floor(BigDecimal bound) {
    return bound.setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  /**
   * Of values in nanoseconds.
   *
   * @param bounds upper bounds in seconds, inclusive, rising; one without a bound follows
   */
  public static BucketHistogram ofNanos(List<String> bounds) {
    return new BucketHistogram(bounds, 1_000_000_000);
  }

  /**
   * Of values in milliseconds.
   *
   * @param bounds upper bounds in seconds, inclusive, rising; one without a bound follows
   */
  public static BucketHistogram ofMillis(List<String> bounds) {
    return new BucketHistogram(bounds, 1_000);
  }

  /**
   * Registers the histogram as {@code name_bucket{le}}, {@code name_sum} (seconds) and {@code
   * name_count}.
   */
  public BucketHistogram register(MetricGroup group, String name) {
    for (int i = 0; i < counts.length(); i++) {
      int bucket = i;
      group
          .addGroup("le", i < labels.size() ? labels.get(i) : INFINITY)
          .gauge(name + "_bucket", (Gauge<Long>) () -> cumulative(bucket));
    }
    group.gauge(name + "_sum", (Gauge<Double>) () -> sum.sum() / (double) unitsPerSecond);
    group.gauge(name + "_count", (Gauge<Long>) this::count);
    return this;
  }

  /** Counts a value, in the unit that the histogram is of. */
  public void record(long value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts.getAndIncrement(bucket);
    sum.add(value);
  }

  /** Values recorded that are not above the bound of a bucket, counted from 0. */
  long cumulative(int bucket) {
    long total = 0;
    for (int i = 0; i <= bucket; i++) {
      total += counts.get(i);
    }
    return total;
  }

  /** Values recorded. */
  public long count() {
    return cumulative(bounds.length);
  }
}
