// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;

/**
 * Where what a socket's frames hold goes: to the streams, or to what decides between two sockets.
 * Each method answers whether there is a stream for it. On the feed's thread.
 */
interface StreamEvents {
  boolean onDelta(BookDelta delta);

  boolean onSnapshot(BookSnapshot snapshot);

  boolean onUnchanged(Instrument instrument, long receiveTime);

  boolean onTrade(Trade trade);

  boolean onEvent(DerivativesEvent event);

  /** A book's checksum differs; {@code reason} is a code of wire contract 7.3. */
  void onMismatch(Instrument instrument, String reason);

  /** A message of the instrument was lost or could not be read. */
  void onBroken(Instrument instrument, String reason);
}
