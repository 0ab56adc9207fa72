// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

/**
 * What a run must have shown besides its expected subjects to count as good.
 *
 * @param freshAtEnd whether no expected subject may be overdue at the end; false for a source that
 *     ends
 * @param sourceEnded whether a source that has an end reached it; true for one without
 */
record Expectation(boolean freshAtEnd, boolean sourceEnded) {
  /** A source without an end. */
  static final Expectation LIVE = new Expectation(true, true);
}
