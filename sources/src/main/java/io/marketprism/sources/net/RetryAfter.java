// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;
import java.util.Optional;

/**
 * The {@code Retry-After} header in seconds, the form that venues use. A date, or anything else
 * that is not a number of seconds from 0 to 30 days, counts as absent: it would need the wall
 * clock, and the rule for an absent header is the safer one.
 */
final class RetryAfter {
  private static final long MAX_SECONDS = Duration.ofDays(30).toSeconds();

  private RetryAfter() {}

  /**
   * @param header the header's value, or null if there is none
   */
  static Optional<Duration> parse(String header) {
    if (header == null || !header.strip().matches("\\d{1,9}")) {
      return Optional.empty();
    }
    long seconds = Long.parseLong(header.strip());
    return seconds > MAX_SECONDS ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }
}
