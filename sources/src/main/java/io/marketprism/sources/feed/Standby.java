// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Trade;

/**
 * What a second connection brings of a stream that still lives on the first, held until it provably
 * continues what the first one brought. Then the stream goes on with it, and nothing is missed.
 * Bounded. On the feed's thread.
 */
abstract class Standby {
  private final InstrumentStream stream;

  Standby(InstrumentStream stream) {
    this.stream = stream;
  }

  /** Takes a delta of the second connection; false if the stream is no book. */
  boolean onDelta(BookDelta delta) {
    return false;
  }

  /** Takes a snapshot in the second connection's stream; false if the stream is no book. */
  boolean onSnapshot(BookSnapshot snapshot) {
    return false;
  }

  /** Takes a trade of the second connection; false if the stream is none of trades. */
  boolean onTrade(Trade trade) {
    return false;
  }

  /** A message of the second connection was lost: what is held does not continue any more. */
  abstract void broken();

  /** Whether the second connection has said nothing of the stream. */
  abstract boolean isQuiet();

  /** Whether the stream can go on with what is held. */
  abstract boolean continues();

  /** Hands what is held to the stream: what it has already, and then what is new to it. */
  abstract void release();

  /** The stream goes on with what is held if it continues; true if so. */
  final boolean tryTakeOver() {
    if (!continues()) {
      return false;
    }
    takeOver();
    return true;
  }

  /** The stream goes on with the second connection as if there had been one only. */
  final void takeOver() {
    stream.subscribed();
    release();
  }

  /**
   * The stream goes on with the second connection as after the end of the first: what it brings
   * must prove itself.
   *
   * @param subscribed whether the second connection's subscription stands
   */
  final void beginAnew(boolean subscribed) {
    stream.disconnected();
    if (subscribed) {
      stream.subscribed();
    }
    release();
  }
}
