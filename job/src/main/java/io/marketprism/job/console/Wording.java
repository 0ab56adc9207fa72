// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.Locale;

/** Numbers and times as people read them. */
final class Wording {
  private Wording() {}

  /** 1234567 as {@code 1,234,567}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Events per second with one digit after the point. */
  static String rate(double perSecond) {
    return String.format(Locale.ROOT, "%,.1f", perSecond);
  }

  /** An age: tenths of a second below ten seconds, then as {@link #duration}; a dash for NaN. */
  static String age(double seconds) {
    if (Double.isNaN(seconds)) {
      return "-";
    }
    return seconds < 10
        ? String.format(Locale.ROOT, "%.1fs", seconds)
        : duration(Math.round(seconds));
  }

  /** 12s, 3m 04s, 5h 06m, 7d 08h. */
  static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return String.format(Locale.ROOT, "%dh %02dm", seconds / 3_600, seconds / 60 % 60);
    }
    return String.format(Locale.ROOT, "%dd %02dh", seconds / 86_400, seconds / 3_600 % 24);
  }

  /** Bytes in the largest unit of which there is at least one. */
  static String bytes(long bytes) {
    if (bytes < 1_024) {
      return bytes + " B";
    }
    if (bytes < 1_024 * 1_024) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1_024.0);
    }
    if (bytes < 1_024L * 1_024 * 1_024) {
      return String.format(Locale.ROOT, "%.1f MB", bytes / (1_024.0 * 1_024));
    }
    return String.format(Locale.ROOT, "%.1f GB", bytes / (1_024.0 * 1_024 * 1_024));
  }
}
