// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.latency;

import io.marketprism.model.wire.WireMessage;
import io.marketprism.sources.BucketHistogram;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.MetricGroup;

/**
 * How long what was received took until it went to the sink: {@value #NAME} with the label {@code
 * data_type}, publish minus receive time, both by the local clock. Of a book it is the newest
 * update in the message. Written by the task's thread.
 */
public final class PipelineMetrics {
  static final String NAME = "marketprism_pipeline_latency_seconds";

  private final Map<WireMessage.Kind, BucketHistogram> byKind =
      new EnumMap<>(WireMessage.Kind.class);

  /** Registers the kinds of messages that an operator publishes. */
  public PipelineMetrics(MetricGroup group, WireMessage.Kind... kinds) {
    for (WireMessage.Kind kind : kinds) {
      byKind.put(
          kind,
          BucketHistogram.ofMillis(BucketHistogram.LATENCY)
              .register(group.addGroup("data_type", kind.token()), NAME));
    }
  }

  /**
   * A message goes out.
   *
   * @param kind one of those that were registered
   * @param publishTime ms since the epoch
   * @param receiveTime of the newest event in it, ms since the epoch
   */
  public void published(WireMessage.Kind kind, long publishTime, long receiveTime) {
    byKind.get(kind).record(publishTime - receiveTime);
  }
}
