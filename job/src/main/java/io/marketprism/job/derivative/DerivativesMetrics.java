// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.derivative;

import io.marketprism.model.DerivativesEvent;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The metrics of derivatives: {@value #REPEATED} with the labels {@code exchange}, {@code
 * market_type}, {@code data_type}, with 0 from the first sight of a market on. What is published is
 * counted by the sink.
 */
final class DerivativesMetrics {
  static final String REPEATED = "marketprism_derivatives_repeated_total";

  private final MetricGroup group;
  private final Map<String, Counter> repeated = new HashMap<>();

  DerivativesMetrics(MetricGroup group) {
    this.group = group;
  }

  /** There are events of a market; its counter begins at 0. */
  void seen(DerivativesEvent event) {
    counter(event);
  }

  /** An event was no news. */
  void repeated(DerivativesEvent event) {
    counter(event).inc();
  }

  private Counter counter(DerivativesEvent event) {
    return repeated.computeIfAbsent(
        event.instrument().exchange()
            + '.'
            + event.instrument().marketType().token()
            + '.'
            + event.dataType().token(),
        market ->
            group
                .addGroup("exchange", event.instrument().exchange())
                .addGroup("market_type", event.instrument().marketType().token())
                .addGroup("data_type", event.dataType().token())
                .counter(REPEATED));
  }
}
