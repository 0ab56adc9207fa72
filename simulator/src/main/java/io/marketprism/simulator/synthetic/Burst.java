// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

/** So many changes or trades that are to happen evenly within ten ticks. Not thread safe. */
final class Burst {
  private final boolean ofTrades;
  private int left;
  private int ticksLeft = SyntheticInstrument.TICKS_PER_WINDOW;

  Burst(boolean ofTrades, int count) {
    this.ofTrades = ofTrades;
    this.left = count;
  }

  boolean ofTrades() {
    return ofTrades;
  }

  /** How many are to happen in the next tick. */
  int nextTick() {
    int now = left / ticksLeft;
    ticksLeft--;
    left -= now;
    return now;
  }

  boolean over() {
    return ticksLeft == 0;
  }
}
