// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

/**
 * Looks at one thing that the verdict depends on. Used by one thread. It should give up by itself
 * after some seconds; a look that hangs makes its last result old, which counts as a failure.
 *
 * @param <T> what it sees
 */
interface Probe<T> extends AutoCloseable {
  /**
   * Looks once.
   *
   * @throws Exception if nothing could be seen; the message is shown to people
   */
  T look() throws Exception;

  /** Ends what the probe holds open; after the last look. */
  @Override
  default void close() {}
}
