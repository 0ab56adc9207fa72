// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.Instrument;
import java.util.List;

/** Told what the venue answers to the subscriptions of a feed's sockets. On the feed's thread. */
interface SubscriptionAnswers {
  /** The subscriptions of instruments stand. */
  void accepted(FeedSocket socket, List<Instrument> instruments);

  /** The venue does not accept an instrument, or did not answer for it in time. */
  void refused(FeedSocket socket, Subscriptions.Refusal refusal);

  /** A refused instrument was brought by another socket, which has ended. */
  void lost(Instrument instrument);
}
