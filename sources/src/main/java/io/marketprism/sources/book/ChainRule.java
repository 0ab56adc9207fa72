// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.book;

import io.marketprism.model.BookDelta;

/** How a venue's deltas chain to a state and to each other. Stateless. */
public interface ChainRule {
  /**
   * Whether a delta of the live stream changes nothing in a book at {@code id}, because the book is
   * already past it. False where the venue's ids cannot tell: such a delta either continues the
   * book or breaks it.
   */
  boolean isOld(BookDelta delta, long id);

  /** Whether the delta continues a synchronised book at {@code id}. */
  boolean continues(BookDelta delta, long id);

  /** Whether all that the delta changes is in a snapshot at {@code id}. */
  boolean isCovered(BookDelta delta, long id);

  /**
   * Whether a delta that is not covered may be the first one applied to a snapshot at {@code id}:
   * no update lies between the two.
   */
  boolean startsFrom(BookDelta delta, long id);

  /**
   * Whether the delta, the first one from another connection, continues a synchronised book at
   * {@code id}. Where connections may gather updates in different portions, one that begins earlier
   * does.
   */
  default boolean takesOver(BookDelta delta, long id) {
    return continues(delta, id);
  }
}
