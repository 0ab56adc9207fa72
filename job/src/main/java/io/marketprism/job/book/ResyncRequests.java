// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.Instrument;
import io.marketprism.model.wire.WireMessage;
import java.io.Serializable;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * The way back from the books to the feeds. Called by the task's thread only; must not block. A
 * request may be lost: whoever needs the answer asks again.
 */
@FunctionalInterface
public interface ResyncRequests {
  /** Reason of a snapshot in the background: the book stays live while it is fetched. */
  String KNOWN_RANGE = "known_range";

  /**
   * Asks the feed for a fresh snapshot.
   *
   * @param instrument the book's instrument
   * @param reason {@link #KNOWN_RANGE}, or the code of the violation that broke the book
   */
  void request(Instrument instrument, String reason);

  /** Opens the way for one operator; travels with the job graph. */
  @FunctionalInterface
  interface Provider extends Serializable {
    /**
     * Called once, when the operator is made.
     *
     * @param parameters the operator's, for its event gateway
     */
    ResyncRequests open(StreamOperatorParameters<WireMessage> parameters);
  }
}
