// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import java.io.Serializable;

/**
 * How the process fares that the books are in. The books ask for the level of degradation, and tell
 * how late they publish. Any thread; no method waits.
 */
public interface ProcessStrain extends AutoCloseable {
  /** A process that has all it needs. */
  ProcessStrain NONE =
      new ProcessStrain() {
        @Override
        public int level() {
          return 0;
        }

        @Override
        public void published(long millis) {}

        @Override
        public void close() {}
      };

  /** The level of degradation, 0 to 4. */
  int level();

  /**
   * A book was published.
   *
   * @param millis since its last update was received; negative after the clock was set back
   */
  void published(long millis);

  /** The books are at their end. */
  @Override
  void close();

  /** Opens it for one operator, which closes it; travels with the job graph. */
  @FunctionalInterface
  interface Provider extends Serializable {
    /** Called once, when the operator opens. */
    ProcessStrain open();
  }
}
