// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.time.Duration;

/** Checks of the builders; each message names the option and what it takes. */
@SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more dependency
final class Arguments {

  private Arguments() {}

  static void check(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }

  static void positive(Duration duration, String option) {
    check(
        duration != null && !duration.isNegative() && !duration.isZero(),
        "%s: must be longer than zero, is %s",
        option,
        duration);
  }

  static void positive(long value, String option) {
    check(value > 0, "%s: must be greater than zero, is %d", option, value);
  }
}
