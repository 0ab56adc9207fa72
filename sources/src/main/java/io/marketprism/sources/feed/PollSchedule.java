// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

/**
 * When an instrument is polled: on a grid of the interval, each instrument and data type at a place
 * of its own in it, so that a thousand instruments make no burst and a stall is not made up for.
 * Pure; times in ms since the epoch.
 */
final class PollSchedule {
  private static final long FIRST_APART_MILLIS = 200;

  private final long intervalMillis;
  private final long offsetMillis;

  /**
   * @param intervalMillis time between two polls
   * @param offsetMillis place in the interval; any value
   */
  PollSchedule(long intervalMillis, long offsetMillis) {
    this.intervalMillis = intervalMillis;
    this.offsetMillis = Math.floorMod(offsetMillis, intervalMillis);
  }

  /**
   * A place in the interval that depends on nothing but the names, within the first half: the same
   * in every run and at every collector.
   *
   * @param startMillis where the data type's part of the interval begins
   */
  static long place(String name, long intervalMillis, long startMillis) {
    long spread = Math.max(1, intervalMillis / 2);
    return startMillis + Math.floorMod(name.hashCode() * 0x9E3779B97F4A7C15L, spread);
  }

  /**
   * How long after the start the first poll of the n-th of many instruments is made: soon, but no
   * more than five a second, and within the interval.
   */
  static long firstDelay(int n, int instruments, long intervalMillis) {
    long span = Math.min(intervalMillis, instruments * FIRST_APART_MILLIS);
    return instruments <= 1 ? 0 : span * n / instruments;
  }

  /** The next time on the grid after {@code now}; what was missed is skipped. */
  long next(long now) {
    long since = Math.floorMod(now - offsetMillis, intervalMillis);
    return now + intervalMillis - since;
  }
}
