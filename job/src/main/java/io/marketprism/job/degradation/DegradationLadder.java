// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

/**
 * Decides the level of degradation, 0 to {@value #HIGHEST}, from samples of the pressure. A level
 * is entered when the pressure has called for it, or for a higher one, without a break for a while;
 * from wherever the process is, so that sudden pressure is met at once. It is left by one step when
 * the pressure has called for less without a break for a longer while, and each further step takes
 * that time again: what caused the pressure may come back with the load.
 *
 * <p>Time in which nothing was sampled, because the process stood still, counts for no more than
 * {@value #MAX_GAP_MILLIS} ms. Pure: no clock, no I/O. Not thread-safe.
 */
final class DegradationLadder {
  /** The highest level. */
  static final int HIGHEST = 4;

  static final long MAX_GAP_MILLIS = 5_000;

  private final long enterMillis;
  private final long leaveMillis;
  private final long[] calledFor = new long[HIGHEST + 1];
  private int level;
  private int lastCall;
  private long below;
  private long lastMillis;
  private boolean sampled;

  /**
   * @param enterMillis how long the pressure must have called for a level, ms
   * @param leaveMillis how long it must have called for less, ms
   * @param level where to begin
   * @throws IllegalArgumentException if there is no such level
   */
  DegradationLadder(long enterMillis, long leaveMillis, int level) {
    if (level < 0 || level > HIGHEST) {
      throw new IllegalArgumentException("level " + level + ", allowed: 0 to " + HIGHEST);
    }
    this.enterMillis = enterMillis;
    this.leaveMillis = leaveMillis;
    this.level = level;
  }

  /** The level that holds. */
  int level() {
    return level;
  }

  /**
   * Takes a sample.
   *
   * @param nowMillis of a clock that never goes back
   * @return the level from now on
   */
  int sample(Pressure pressure, long nowMillis) {
    int call = pressure.level();
    long passed = sampled ? Math.min(MAX_GAP_MILLIS, Math.max(0, nowMillis - lastMillis)) : 0;
    int lastingCall = sampled ? Math.min(call, lastCall) : 0;
    for (int i = 1; i <= HIGHEST; i++) {
      calledFor[i] = i <= lastingCall ? calledFor[i] + passed : 0;
    }
    below = sampled && Math.max(call, lastCall) < level ? below + passed : 0;
    sampled = true;
    lastCall = call;
    lastMillis = nowMillis;

    int entered = entered(call);
    if (entered > level) {
      level = entered;
      below = 0;
    } else if (call < level && below >= leaveMillis) {
      level--;
      below = 0;
    }
    return level;
  }

  private int entered(int call) {
    int highest = level;
    for (int i = level + 1; i <= call; i++) {
      if (calledFor[i] >= enterMillis) {
        highest = i;
      }
    }
    return highest;
  }
}
