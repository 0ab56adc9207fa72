// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.book;

import io.marketprism.model.BookDelta;

/** How a venue's deltas chain to a state and to each other. Stateless. */
public interface ChainRule {
  /**
   * Whether the delta changes nothing in a book at {@code id}, because the book is already past it.
   */
  boolean isOld(BookDelta delta, long id);

  /** Whether the delta continues a synchronised book at {@code id}. */
  boolean continues(BookDelta delta, long id);

  /** Whether the delta may be the first one applied to a snapshot at {@code id}. */
  boolean startsFrom(BookDelta delta, long id);
}
