// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.sources.book.ChainRule;

/** How a venue's books are kept whole. Stateless; any thread. */
public interface BookRules {
  /** How deltas chain to a snapshot and to each other. */
  ChainRule chain();

  /**
   * Whether a subscription begins with a snapshot in the stream. Where it does, a book is
   * synchronised anew by subscribing its instrument again; where it does not, by {@link
   * #snapshotCall}.
   */
  boolean snapshotsInStream();

  /**
   * The call for a snapshot. Where snapshots come in the stream it is the way out for a venue that
   * stopped sending them.
   *
   * @param levels levels per side that are wanted; the venue may give fewer
   */
  RestCall snapshotCall(Instrument instrument, int levels);

  /**
   * Reads the answer to {@link #snapshotCall}.
   *
   * @throws FrameException if the answer is no snapshot
   */
  BookSnapshot snapshot(Instrument instrument, byte[] body, int levels, long receiveTime)
      throws FrameException;
}
