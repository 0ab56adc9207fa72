// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

/**
 * One subject at one moment.
 *
 * @param subject full subject
 * @param dataType its first token
 * @param messages messages received since the console started, and those that a stream already held
 * @param perSecond messages per second of late
 * @param ageSeconds seconds since the last message, NaN without one
 * @param headline what the newest message says
 * @param state what the feed's events say
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

  /** Returns whether there was a message. */
  boolean heard() {
    return messages > 0;
  }

  /** Returns whether a message is overdue: none for longer than is usual for its type. */
  boolean overdue() {
    return ageSeconds > Patience.seconds(dataType);
  }

  /** Returns exchange, market type and symbol, e.g. {@code okx.spot.BTC-USDT}. */
  String instrument() {
    return subject.substring(subject.indexOf('.') + 1);
  }
}
