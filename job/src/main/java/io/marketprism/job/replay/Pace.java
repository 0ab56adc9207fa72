// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.replay;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;

/**
 * How fast recorded time passes. Immutable.
 *
 * @param factor 1 as it was recorded, 10 ten times as fast; 0 as fast as possible
 */
public record Pace(double factor) implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String MAX = "max";

  /**
   * The pace of a text: {@value #MAX} or a factor.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static Pace of(String text) {
    if (MAX.equals(text)) {
      return new Pace(0);
    }
    try {
      double factor = Double.parseDouble(text);
      if (factor > 0 && factor <= 1_000_000) {
        return new Pace(factor);
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw new IllegalArgumentException(
        "a speed is max, or a factor up to 1000000 such as 1 or 0.5, not " + text);
  }

  /** Begins with the first moment that is waited for. */
  Clock start() {
    return new Clock();
  }

  /** One thread. */
  final class Clock {
    private boolean started;
    private long firstMillis;
    private long startNanos;

    private Clock() {}

    /** Waits until a recorded moment, ms since the epoch; not for one that is past. */
    void await(long millis) throws InterruptedException {
      if (factor == 0) {
        return;
      }
      if (!started) {
        started = true;
        firstMillis = millis;
        startNanos = System.nanoTime();
      }
      double due = (millis - firstMillis) * 1e6 / factor;
      long wait = (long) due - (System.nanoTime() - startNanos);
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
    }
  }
}
