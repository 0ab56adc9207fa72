// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import io.marketprism.simulator.net.Frame;
import io.marketprism.simulator.venue.VenueContext;
import java.util.Optional;

/**
 * The event by which Binance's venues tell that they will end a connection, on every connection,
 * with the wrapper where frames have one (web-socket-streams.md, "WebSocket Server Shutdown").
 */
public final class ServerShutdown {
  private static final String COMMAND = "shutdown";
  private static final String STREAM = "!serverShutdown";

  private ServerShutdown() {}

  /** Tells all connections where the command is {@code shutdown}, else does nothing. */
  public static Optional<String> command(String name, VenueContext context) {
    if (!name.equals(COMMAND)) {
      return Optional.empty();
    }
    var sockets = context.hub().connections();
    Frame event =
        Frame.of(
            STREAM, "{\"e\":\"serverShutdown\",\"E\":" + context.clock().millis() + "}");
    for (var socket : sockets) {
      socket.send(event);
      socket.flush();
    }
    return Optional.of("{\"sockets\":" + sockets.size() + "}");
  }
}
