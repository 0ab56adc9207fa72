// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/**
 * An event of one instrument's order book. Feeds emit only a snapshot, then deltas that chain, or a
 * reset.
 */
public sealed interface BookEvent extends MarketEvent permits BookSnapshot, BookDelta, BookReset {
  Instrument instrument();

  /**
   * Number of the connection that the event came over, from 1 on, where several carry the
   * instrument; 0 where one does. Each connection's events are a chain of their own.
   */
  int replica();
}
