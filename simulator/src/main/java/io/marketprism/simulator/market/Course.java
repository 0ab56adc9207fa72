// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.util.List;

/**
 * What happened to one symbol for a while.
 *
 * @param start the book before the first event, all of its levels
 * @param depth changes of the book, each following upon the one before
 * @param trades trades in the same time, in order
 */
public record Course(BookSnapshot start, List<DepthEvent> depth, List<Trade> trades) {
  /** Copies the lists. */
  public Course {
    depth = List.copyOf(depth);
    trades = List.copyOf(trades);
  }
}
