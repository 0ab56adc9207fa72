// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import java.util.Locale;

/** What an event can do to a book that no healthy feed ever does. */
enum Violation {
  /** The delta does not continue the book, or there is no book to continue. */
  SEQUENCE_GAP,
  /** The best bid is at or above the best ask (venue rule B7). */
  CROSSED,
  /** A number does not fit beside those of the book. */
  BAD_NUMBER;

  private final String token = name().toLowerCase(Locale.ROOT);

  /** Reason in events, metrics and resync requests. */
  String token() {
    return token;
  }
}
