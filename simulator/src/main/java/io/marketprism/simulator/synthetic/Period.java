// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import java.util.Locale;

/** Lengths of periods as venues write them: {@code 5m}, {@code 1h} or {@code 1H}, {@code 1d}. */
final class Period {
  private Period() {}

  /**
   * The length in milliseconds.
   *
   * @throws IllegalArgumentException where the text is none
   */
  static long millis(String text) {
    String period = text.toLowerCase(Locale.ROOT);
    if (!period.matches("[1-9][0-9]?[mhd]")) {
      throw new IllegalArgumentException("period '" + text + "' is none, e.g. 5m, 1h, 1d");
    }
    long number = Long.parseLong(period.substring(0, period.length() - 1));
    return switch (period.charAt(period.length() - 1)) {
      case 'm' -> number * 60_000;
      case 'h' -> number * 3_600_000;
      default -> number * 86_400_000;
    };
  }
}
