// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.LongShortRatio;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a venue that answers still has something new to say. Statistics of a period are old when
 * three periods have passed since the newest one: venues have gone on answering with the last value
 * they had (venues.md 6). On the feed's thread.
 */
final class Freshness {
  private static final int PERIODS = 3;
  private static final Pattern PERIOD = Pattern.compile("([0-9]{1,4})([mhdHD])(?:utc)?");

  private long newest = Long.MIN_VALUE;
  private long lifetime = Long.MAX_VALUE;

  void arrived(DerivativesEvent event) {
    if (event instanceof LongShortRatio ratio) {
      newest = Math.max(newest, ratio.eventTime());
      lifetime = PERIODS * millis(ratio.period());
    }
  }

  /** Whether what arrived is not too old at a time, ms since the epoch. */
  boolean isFresh(long now) {
    return newest == Long.MIN_VALUE || now - newest <= lifetime;
  }

  /** Length of a period such as {@code 5m}, {@code 1H}, {@code 6Hutc} or {@code 1d}. */
  static long millis(String period) {
    Matcher parts = PERIOD.matcher(period);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no period: " + period);
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2).toLowerCase(Locale.ROOT)) {
      case "m" -> Duration.ofMinutes(count).toMillis();
      case "h" -> Duration.ofHours(count).toMillis();
      default -> Duration.ofDays(count).toMillis();
    };
  }
}
