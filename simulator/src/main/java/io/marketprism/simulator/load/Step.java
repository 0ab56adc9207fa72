// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One load for a while.
 *
 * @param kind what {@code value} means
 * @param value frames a second, or percent of what came through without a pace
 * @param duration how long it is measured
 */
record Step(Kind kind, double value, Duration duration) {
  enum Kind {
    /** As fast as the collector takes frames. */
    FREE,
    /** Frames a second. */
    RATE,
    /** Percent of the last {@link #FREE} step. */
    PERCENT,
    /** The load stays as it is while the TaskManager is replaced. */
    RESTART
  }

  /**
   * Reads the loads of a run.
   *
   * @throws IllegalArgumentException for what is no load, and for a percentage of nothing
   */
  static List<Step> parseAll(List<String> texts) {
    List<Step> steps = texts.stream().map(Step::parse).toList();
    for (int i = 0; i < steps.size() && steps.get(i).kind != Kind.FREE; i++) {
      if (steps.get(i).kind == Kind.PERCENT) {
        throw new IllegalArgumentException(
            "'"
                + texts.get(i)
                + "' is a part of what comes through: put a load like free:20 before it");
      }
    }
    return steps;
  }

  /**
   * Reads {@code free:20}, {@code 10000:20}, {@code 50%:20}: a load and seconds; {@code
   * restart:600}: how long it may take until all books are live again.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Step parse(String text) {
    if (!text.matches("(free|restart|[1-9][0-9]{0,7}|[1-9][0-9]{0,2}%):[1-9][0-9]{0,4}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no load; examples: free:20, 10000:20, 50%:20");
    }
    int colon = text.indexOf(':');
    String load = text.substring(0, colon);
    Duration duration = Duration.ofSeconds(Long.parseLong(text.substring(colon + 1)));
    if (load.equals("free") || load.equals("restart")) {
      return new Step(Kind.valueOf(load.toUpperCase(Locale.ROOT)), 0, duration);
    }
    return load.endsWith("%")
        ? new Step(Kind.PERCENT, Double.parseDouble(load.replace("%", "")), duration)
        : new Step(Kind.RATE, Double.parseDouble(load), duration);
  }

  /** Frames a second. */
  double pace(double saturation) {
    return switch (kind) {
      case FREE -> Gun.FREE;
      case RATE -> value;
      case RESTART -> throw new IllegalStateException("a restart has no pace of its own");
      case PERCENT -> saturation * value / 100;
    };
  }

  /** What people call it. */
  String title(double saturation) {
    return switch (kind) {
      case FREE -> "saturation";
      case RATE -> String.format("%,.0f/s", value);
      case RESTART -> "restart";
      case PERCENT -> String.format("%.0f %%: %,.0f/s", value, pace(saturation));
    };
  }
}
