// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A feed_status message (wire contract, section 7.3).
 *
 * @param place exchange, market type and symbol, with dots
 * @param instrument the venue's name, null for a socket
 * @param previous {@code prev_seq}, null where there is none
 * @param sequence {@code seq}, null where there is none
 * @param lost {@code lost_count}, null where the ids do not tell
 * @param backfilled {@code backfilled_count}, or null
 * @param connection {@code connection_id}, or empty
 * @param noticed when it was noticed, epoch milliseconds
 * @param span from when it was noticed to when it was published
 */
record FeedEvent(
    String place,
    String instrument,
    String event,
    String feed,
    String reason,
    Long previous,
    Long sequence,
    Long lost,
    Long backfilled,
    String connection,
    long noticed,
    Span span) {

  static final String SOCKETS = "ALL";

  static FeedEvent of(String subject, JsonNode message) {
    long noticed = message.path("collected_ts_ms").asLong();
    return new FeedEvent(
        place(subject),
        message.path("instrument_id").isTextual() ? message.path("instrument_id").asText() : null,
        message.path("event").asText(),
        message.path("feed").asText(),
        message.path("reason").isTextual() ? message.path("reason").asText() : "",
        number(message, "prev_seq"),
        number(message, "seq"),
        number(message, "lost_count"),
        number(message, "backfilled_count"),
        message.path("connection_id").isTextual() ? message.path("connection_id").asText() : "",
        noticed,
        Span.of(noticed, message.path("published_ts_ms").asLong(noticed)));
  }

  private static Long number(JsonNode message, String name) {
    return message.path(name).isIntegralNumber() ? message.path(name).asLong() : null;
  }

  /** The last three tokens of a subject. */
  static String place(String subject) {
    return subject.substring(subject.indexOf('.') + 1);
  }

  /** The place of the sockets of the market that a place lies in. */
  static String socketsOf(String place) {
    return place.substring(0, place.lastIndexOf('.') + 1) + SOCKETS;
  }

  boolean isOf(String wantedFeed, String... events) {
    return feed.equals(wantedFeed) && List.of(events).contains(event);
  }

  /** Whether it announces that a book or trades were lost. */
  boolean isLoss() {
    return isOf("orderbook", "gap", "resync") || isOf("trade", "gap");
  }

  /** Whether it announces a loss of one of several connections that carry the same. */
  boolean isOfOneOfMany() {
    return isOf("orderbook", "degraded") || isOf("trade", "degraded");
  }

  @Override
  public String toString() {
    return feed
        + " "
        + event
        + (reason.isEmpty() ? "" : " (" + reason + ")")
        + " of "
        + place
        + (connection.isEmpty() ? "" : " on " + connection)
        + " at "
        + noticed;
  }
}
