// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

/**
 * One subject at one moment.
 *
 * @param subject full subject
 * @param dataType its first token
 * @param messages messages received since the console started
 * @param perSecond messages per second of late
 * @param ageSeconds seconds since the last message, NaN without one
 * @param headline what the newest message says
 * @param state what the feed's events say; only meaningful for books
 */
record SubjectRow(
    String subject,
    String dataType,
    long messages,
    double perSecond,
    double ageSeconds,
    Headline headline,
    BookState state) {
  /** Returns whether the subject carries an order book. */
  boolean isBook() {
    return dataType.equals("orderbook");
  }
}
