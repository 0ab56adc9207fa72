// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

/**
 * A message of {@code feed_status.*}, as far as it is shown.
 *
 * @param timeMs the venue's or, without one, our time in ms since the epoch
 * @param exchange exchange token
 * @param marketType market type token
 * @param symbol symbol, or {@code ALL} for a whole socket
 * @param feed data type concerned, or {@code socket}
 * @param event what happened, e.g. {@code gap}, {@code resync}, {@code live}
 * @param reason why, or an empty text
 */
record FeedEvent(
    long timeMs,
    String exchange,
    String marketType,
    String symbol,
    String feed,
    String event,
    String reason) {
  /** Returns the data subject that the event speaks about. */
  String subject() {
    return feed + "." + exchange + "." + marketType + "." + symbol;
  }
}
