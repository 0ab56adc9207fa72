// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources;

import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;

/**
 * Ends series before their task ends. Flink's public {@link MetricGroup} can only add; what its
 * runtime does with the groups of a task that ends, it does here with one group: its metrics and
 * those of the groups below leave all reporters. A group of the same name may be added again
 * (docs/decisions/0024).
 */
public final class MetricSeries {
  private MetricSeries() {}

  /**
   * Takes a group's metrics, and those of all groups below, from the reporters; does nothing to a
   * group that is none of Flink's runtime.
   */
  public static void end(MetricGroup group) {
    if (group instanceof AbstractMetricGroup<?> registered) {
      registered.close();
    }
  }
}
