// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

/**
 * A stretch of time in epoch milliseconds, both ends included. That of a message reaches from when
 * it was made to when it was judged: whatever befell it did so in between.
 */
record Span(long from, long to) {
  static Span of(long made, long judged) {
    return new Span(Math.min(made, judged), Math.max(made, judged));
  }

  boolean touches(long begin, long end) {
    return from <= end && begin <= to;
  }
}
