// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * When a message was published successfully last: {@value #NAME}, seconds since the epoch, 0 before
 * the first. Any thread.
 */
final class LastSuccess {
  private static final String NAME = "marketprism_collector_last_success_timestamp_seconds";

  private volatile long millis;

  LastSuccess register(MetricGroup group) {
    group.gauge(NAME, (Gauge<Double>) () -> millis / 1e3);
    return this;
  }

  /** A message was published. */
  void now() {
    millis = System.currentTimeMillis();
  }
}
