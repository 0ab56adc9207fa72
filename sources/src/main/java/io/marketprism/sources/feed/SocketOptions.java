// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.sources.net.WebSocketOptions;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import java.time.Duration;

/** How a venue's sockets behave by its limits and its configuration. */
final class SocketOptions {
  private SocketOptions() {}

  /** Sends at most half as often as the venue allows. */
  static WebSocketOptions of(Venue venue, VenueSettings settings) {
    return WebSocketOptions.defaults()
        .withConnectTimeout(Duration.ofMillis(settings.sockets().connectTimeoutMillis()))
        .withMaxMessageBytes(settings.sockets().maxFrameBytes())
        .withSendLimit(Math.max(1, venue.limits().messagesPerSecond() / 2), Duration.ofSeconds(1));
  }
}
