// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

/** Where one book's snapshots come from. All calls come from the feed's thread. */
interface SnapshotSource {
  /** The book needs a snapshot, or another one where the one before was of no use. */
  void wanted();

  /** The instrument's subscription stands. */
  void subscribed();

  /** A snapshot made the book whole. */
  default void synced() {}

  /** The connection is gone. */
  void disconnected();

  /** Called every second while the subscription stands. */
  void tick();
}
