// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** A venue's clock, which can be off from the true time. Thread safe. */
public final class ShiftedClock extends Clock {
  private final Clock exact;
  private volatile long offMillis;

  /** A clock that shows the time of another until it is shifted. */
  public ShiftedClock(Clock exact) {
    this.exact = exact;
  }

  /** Shows from now on so many milliseconds more, or less, than the true time. */
  public void shift(long millis) {
    offMillis = millis;
  }

  @Override
  public long millis() {
    return exact.millis() + offMillis;
  }

  @Override
  public Instant instant() {
    return exact.instant().plusMillis(offMillis);
  }

  @Override
  public ZoneId getZone() {
    return exact.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    ShiftedClock other = new ShiftedClock(exact.withZone(zone));
    other.shift(offMillis);
    return other;
  }
}
