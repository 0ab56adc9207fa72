// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.trade;

/**
 * How many live trades may wait for those before them, of all instruments that share it: when a
 * connection with hundreds of instruments comes back, all of them wait at once. One thread, but for
 * {@link #waiting()}.
 */
public final class WaitingRoom {
  private final int places;
  private volatile int taken; // written by one thread, read by metrics

  /**
   * @param places most trades that wait, but for the first one of each instrument
   */
  public WaitingRoom(int places) {
    this.places = places;
  }

  /** Takes a place, if there is one. */
  boolean enter() {
    if (taken >= places) {
      return false;
    }
    taken = taken + 1;
    return true;
  }

  /** Takes a place for a trade that has to wait, also where there is none. */
  void enterAnyway() {
    taken = taken + 1;
  }

  /** Gives places back. */
  void leave(int trades) {
    taken = taken - trades;
  }

  /** Trades that wait. Any thread. */
  public int waiting() {
    return taken;
  }
}
