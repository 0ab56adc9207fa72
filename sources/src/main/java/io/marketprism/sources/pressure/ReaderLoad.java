// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.pressure;

/** How hard pressed a reader is, and its way to the consumers. Any thread. */
public interface ReaderLoad {
  /**
   * Time, since the reader began, during which events waited and the job took none, ns. Grows as
   * fast as the clock while the job does not keep up.
   */
  long blockedNanos();

  /** Has consumers told, in the course of the stream; does not wait. */
  void announce(LevelChange change);
}
