// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.time.Duration;

/**
 * How long something good has been missing. Immutable.
 *
 * @param lasted since it was there last; since this process began if it never was; zero while it is
 *     there
 * @param everThere whether it has been there since this process began
 */
record Absence(Duration lasted, boolean everThere) {
  static final Absence NONE = new Absence(Duration.ZERO, true);

  /** Whether it is too long: what was never there has no patience left, only the time of grace. */
  boolean exceeds(Duration patience) {
    return !everThere || lasted.compareTo(patience) > 0;
  }

  @Override
  public String toString() {
    return lasted.toSeconds() + " s";
  }
}
