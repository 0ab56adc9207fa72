// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

/**
 * The levels of one book as they were last published, so that the next message need not write again
 * what stayed. Made by {@link OrderBookEncoder#texts()}; may be lost at any time, which costs
 * nothing but the time to write all levels once. Not thread-safe.
 */
public final class BookTexts {
  final LevelTexts bids;
  final LevelTexts asks;

  BookTexts(boolean levelObjects) {
    bids = new LevelTexts(true, levelObjects);
    asks = new LevelTexts(false, levelObjects);
  }

  /** Forgets the last message. */
  void forget() {
    bids.forget();
    asks.forget();
  }

  /** Approximate bytes of heap held: some 45 a level with its text. */
  public int heapBytes() {
    return bids.heapBytes() + asks.heapBytes() + 32;
  }
}
