// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.replay;

/**
 * When a recorded row is due. Time spent holding and long pauses between files are taken out.
 * Arithmetic only, in nanoseconds; not thread safe.
 */
final class ReplayClock {
  private final int speed;
  private long originNanos;
  private long originRow = Long.MIN_VALUE;

  ReplayClock(int speed) {
    this.speed = speed;
  }

  boolean unpaced() {
    return speed == ReplaySettings.MAX_SPEED;
  }

  /** How long from {@code now} until a row is due; zero or less where it is due. */
  long wait(long rowTime, long now) {
    if (unpaced()) {
      return 0;
    }
    if (originRow == Long.MIN_VALUE) {
      originRow = rowTime;
      originNanos = now;
    }
    return originNanos + (rowTime - originRow) / speed - now;
  }

  /** Takes out time in which the replay stood still. */
  void stoodStill(long nanos) {
    originNanos += nanos;
  }

  /** Lets the next row be due at once. */
  void restart() {
    originRow = Long.MIN_VALUE;
  }
}
