// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.journal;

import io.marketprism.sources.net.CloseReason;
import io.marketprism.sources.net.RestException;
import java.time.Duration;
import java.util.Optional;

/** How journals say why there is no answer, and why a socket ended. */
final class Failures {
  private static final String REST = "rest";
  private static final String ILLEGAL = "illegal";
  private static final String OTHER = "other";
  private static final long NO_RETRY = -1;

  private Failures() {}

  /** The text of a failure: what feeds tell apart, and its message. */
  static String write(Throwable failure) {
    if (failure instanceof RestException rest) {
      return REST + ' ' + rest.kind() + ' ' + rest.status() + ' ' + rest.getMessage();
    }
    String kind = failure instanceof IllegalArgumentException ? ILLEGAL : OTHER;
    return kind + ' ' + failure.getMessage();
  }

  /**
   * The failure of a text.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Throwable read(String text) {
    String[] parts = text.split(" ", 2);
    if (parts.length == 2) {
      switch (parts[0]) {
        case REST -> {
          String[] rest = parts[1].split(" ", 3);
          return RestException.recorded(
              RestException.Kind.valueOf(rest[0]), Integer.parseInt(rest[1]), rest[2]);
        }
        case ILLEGAL -> {
          return new IllegalArgumentException(parts[1]);
        }
        case OTHER -> {
          return new IllegalStateException(parts[1]);
        }
        default -> {
          // Refused below.
        }
      }
    }
    throw new IllegalArgumentException("no failure of an answer: " + text);
  }

  static String write(CloseReason reason) {
    return reason.cause()
        + " "
        + reason.code()
        + ' '
        + reason.httpStatus()
        + ' '
        + reason.retryAfter().map(Duration::toMillis).orElse(NO_RETRY)
        + ' '
        + reason.text();
  }

  /**
   * The end of a socket of a text.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CloseReason readEnd(String text) {
    String[] parts = text.split(" ", 5);
    if (parts.length < 5) {
      throw new IllegalArgumentException("no end of a socket: " + text);
    }
    long retry = Long.parseLong(parts[3]);
    return new CloseReason(
        CloseReason.Cause.valueOf(parts[0]),
        Integer.parseInt(parts[1]),
        parts[4],
        Integer.parseInt(parts[2]),
        retry == NO_RETRY ? Optional.empty() : Optional.of(Duration.ofMillis(retry)));
  }
}
