// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.Instrument;

/** What a stream may ask of the connection that it is on. On the feed's thread. */
interface FeedConnection {
  /** Ends the instrument's subscription and begins it anew. */
  void resubscribe(Instrument instrument);

  /**
   * Gives the connection up and opens another.
   *
   * @param reason code of wire contract 7.3
   */
  void reconnect(String reason);
}
