// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.io.Serializable;
import java.util.Map;

/**
 * Gives the metric labels that a subject stands for, so that the sink can count by them without
 * knowing what its subjects mean. Evaluated once per distinct subject, on the task thread.
 */
@FunctionalInterface
public interface SubjectLabels extends Serializable {

  /**
   * The labels by which publishes are counted.
   *
   * @param subject a valid subject
   * @return label names and values of {@code marketprism_nats_messages_published_labeled_total};
   *     the same names for every subject, few values; empty when the subject is not to be counted
   *     there
   */
  Map<String, String> labels(String subject);

  /**
   * The labels by which it is told when a message was published last.
   *
   * @param subject a valid subject
   * @return label names and values of {@code marketprism_collector_last_success_timestamp_seconds};
   *     the same names for every subject, few values; empty when it is not to be told
   */
  default Map<String, String> successLabels(String subject) {
    return Map.of();
  }

  /**
   * The few labels by which duplicates and latencies are counted.
   *
   * @param subject a valid subject
   * @return label names and values of the duplicates counter and the latency buckets; the same
   *     names for every subject, a handful of values
   */
  default Map<String, String> coarseLabels(String subject) {
    return Map.of();
  }
}
