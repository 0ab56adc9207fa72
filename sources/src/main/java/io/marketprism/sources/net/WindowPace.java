// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;

/** Spends a small allowance as it comes, never more than all of it in any span of the period. */
final class WindowPace implements Pace {
  private final int allowance;
  private final SlidingWindow window;

  WindowPace(int allowance, Duration period) {
    this.allowance = allowance;
    this.window = new SlidingWindow(allowance, period);
  }

  @Override
  public long most() {
    return allowance;
  }

  @Override
  public long waitNanos(int weight, long now) {
    return window.waitNanos(weight, now);
  }

  @Override
  public void take(int weight, long now) {
    for (int i = 0; i < weight; i++) {
      window.take(now);
    }
  }

  /** It stays taken for a period: others may have been let in after it. */
  @Override
  public void giveBack(int weight) {}

  @Override
  public long spent(long now) {
    return window.taken(now);
  }
}
