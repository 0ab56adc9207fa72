// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Numbers and times as people read them. */
final class Wording {
  private static final int NAMED = 3;

  private Wording() {}

  /** 1234567 as {@code 1,234,567}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Events per second with one digit after the point. */
  static String rate(double perSecond) {
    return String.format(Locale.ROOT, "%,.1f", perSecond);
  }

  /** A number with thousands separated and exactly so many digits after the point. */
  static String rounded(BigDecimal number, int digits) {
    return String.format(
        Locale.ROOT, "%,." + digits + "f", number.setScale(digits, RoundingMode.HALF_EVEN));
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

  /** An age in at most four characters: 0.4s, 12s, 5m, 3h, 8d; a dash for NaN. */
  static String shortAge(double seconds) {
    if (Double.isNaN(seconds)) {
      return "-";
    }
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1fs", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 120) {
      return whole + "s";
    }
    if (whole < 120 * 60) {
      return whole / 60 + "m";
    }
    return whole < 48 * 3_600 ? whole / 3_600 + "h" : whole / 86_400 + "d";
  }

  /** How many of the expected subjects have had messages, and which have not. */
  static String coverage(Screen screen) {
    if (screen.expected().isEmpty()) {
      long heard = screen.rows().stream().filter(SubjectRow::heard).count();
      return count(heard) + (heard == 1 ? " subject had messages" : " subjects had messages");
    }
    List<String> silent = screen.silent();
    int all = screen.expected().size();
    String text = all - silent.size() + " of " + all + " subjects had messages";
    if (!silent.isEmpty()) {
      return text + ", none after " + duration(screen.runSeconds()) + ": " + few(silent);
    }
    return screen.completeAfterSeconds() < 0
        ? text
        : text + ", the last one after " + duration(screen.completeAfterSeconds());
  }

  private static String few(List<String> names) {
    String text = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() <= NAMED ? text : text + " and " + (names.size() - NAMED) + " more";
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
