// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * The result of one look at something. Immutable.
 *
 * @param value what was seen, {@code null} after a failure
 * @param error why nothing was seen, {@code null} after a success
 * @param endedNanos when the look ended, as {@link System#nanoTime}
 * @param at the same by the wall clock, {@code null} before the first look
 * @param took how long it took, {@code null} before the first look
 * @param <T> what is looked at
 */
record Sample<T>(
    @Nullable T value,
    @Nullable String error,
    long endedNanos,
    @Nullable Instant at,
    @Nullable Duration took) {

  /** Before the first look. */
  static <T> Sample<T> none(long nowNanos) {
    return new Sample<>(null, "not looked at yet", nowNanos, null, null);
  }

  Optional<T> seen() {
    return Optional.ofNullable(value);
  }

  Duration age(long nowNanos) {
    return Duration.ofNanos(Math.max(0, nowNanos - endedNanos));
  }

  /** This sample, or a failure in its place if it is too old to tell anything about now. */
  Sample<T> unlessOlderThan(Duration limit, long nowNanos) {
    Duration age = age(nowNanos);
    if (value == null || age.compareTo(limit) <= 0) {
      return this;
    }
    return new Sample<>(null, "no result for " + age.toSeconds() + " s", endedNanos, at, took);
  }
}
