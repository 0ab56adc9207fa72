// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.metrics.Counter;

/**
 * The metrics a subject counts into, found once and then kept with its messages.
 *
 * @param published successful publishes of the subject
 * @param labeled the same by labels, null when the subject has none
 * @param lastSuccess when one was published last, null when the subject is not told of
 * @param errors failures by kind
 * @param coarse duplicates and latency of the subject's kind
 */
record SubjectSeries(
    Counter published,
    @Nullable Counter labeled,
    @Nullable LastSuccess lastSuccess,
    Map<PublishError, Counter> errors,
    Coarse coarse) {

  /**
   * @param duplicates acks that said the id was known
   * @param coreLatency from the writer's entry until the client had the message
   * @param ackLatency from the last publish to the stream's ack
   */
  record Coarse(Counter duplicates, LatencyHistogram coreLatency, LatencyHistogram ackLatency) {}

  void countPublished() {
    published.inc();
    if (labeled != null) {
      labeled.inc();
    }
    if (lastSuccess != null) {
      lastSuccess.now();
    }
  }

  /**
   * @param nanos from the last publish to the ack
   * @param duplicate the stream knew the id
   */
  void countAcked(long nanos, boolean duplicate) {
    coarse.ackLatency().record(nanos);
    countPublished();
    if (duplicate) {
      coarse.duplicates().inc();
    }
  }

  void countError(PublishError error) {
    errors.get(error).inc();
  }
}
