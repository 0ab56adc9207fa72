// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

/** How far a frame is taken. */
public enum Work {
  /** Read into numbers. */
  PARSE,
  /** And applied to the book. */
  BOOK,
  /**
   * And published: each trade, and the best {@value #DEPTH} levels of both sides each {@value
   * #INTERVAL_MILLIS} ms of market time.
   */
  JSON;

  /** Levels a side of a published book. */
  static final int DEPTH = 100;

  /** Market time between two published books, in ms. */
  static final long INTERVAL_MILLIS = 100;
}
