// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.sources.BucketHistogram;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * Series of one subtask by name and labels, each registered when it is first asked for. Any thread.
 */
final class MetricLabels {
  private final MetricGroup group;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, BucketHistogram> histograms = new ConcurrentHashMap<>();

  MetricLabels(MetricGroup group) {
    this.group = group;
  }

  /** The group of labels, given as names and values in turn. */
  MetricGroup group(String... labels) {
    MetricGroup labelled = group;
    for (int i = 0; i < labels.length; i += 2) {
      labelled = labelled.addGroup(labels[i], labels[i + 1]);
    }
    return labelled;
  }

  /** The counter of a name and labels. */
  Counter counter(String name, String... labels) {
    return counters.computeIfAbsent(
        key(name, labels), key -> group(labels).counter(name, new ThreadSafeSimpleCounter()));
  }

  /** The histogram of milliseconds of a name and labels. */
  BucketHistogram millis(String name, List<String> bounds, String... labels) {
    return histograms.computeIfAbsent(
        key(name, labels), key -> BucketHistogram.ofMillis(bounds).register(group(labels), name));
  }

  /** The histogram of nanoseconds of a name and labels. */
  BucketHistogram nanos(String name, List<String> bounds, String... labels) {
    return histograms.computeIfAbsent(
        key(name, labels), key -> BucketHistogram.ofNanos(bounds).register(group(labels), name));
  }

  private static String key(String name, String... labels) {
    return name + '\0' + String.join("\0", labels);
  }
}
