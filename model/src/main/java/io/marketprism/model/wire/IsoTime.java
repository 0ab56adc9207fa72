// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times as ISO-8601 text in UTC with milliseconds, {@code 2026-08-13T09:26:14.928+00:00}. What two
 * times of one second have in common is formatted once. Not thread-safe.
 */
final class IsoTime {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+00:00'").withZone(ZoneOffset.UTC);

  private long lastSecond = Long.MIN_VALUE;
  private String prefix = "";

  /** The text of a time in ms since the epoch. */
  String format(long millis) {
    long second = Math.floorDiv(millis, 1000);
    if (second != lastSecond) {
      lastSecond = second;
      prefix = MILLIS.format(Instant.ofEpochSecond(second)).substring(0, 20);
    }
    int rest = (int) Math.floorMod(millis, 1000L);
    return prefix
        + (char) ('0' + rest / 100)
        + (char) ('0' + rest / 10 % 10)
        + (char) ('0' + rest % 10)
        + "+00:00";
  }
}
