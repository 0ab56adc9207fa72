// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.LongShortRatio;
import java.time.Duration;
import java.util.Locale;

/**
 * Whether a venue that answers still has something new to say. Statistics of a period are old when
 * three periods have passed since the newest one: venues have gone on answering with the last value
 * they had (venues.md 6). On the feed's thread.
 */
final class Freshness {
  private static final int PERIODS = 3;

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

  /** Length of a period such as {@code 5m}, {@code 1H} or {@code 1d}. */
  static long millis(String period) {
    String unit = period.substring(period.length() - 1).toLowerCase(Locale.ROOT);
    long count = Long.parseLong(period.substring(0, period.length() - 1));
    return switch (unit) {
      case "m" -> Duration.ofMinutes(count).toMillis();
      case "h" -> Duration.ofHours(count).toMillis();
      case "d" -> Duration.ofDays(count).toMillis();
      default -> throw new IllegalArgumentException("no period: " + period);
    };
  }
}
