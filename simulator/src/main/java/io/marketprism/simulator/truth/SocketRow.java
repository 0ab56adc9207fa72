// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import java.util.Locale;

/**
 * A WebSocket that a client had, or wanted, at a venue.
 *
 * @param time epoch milliseconds
 * @param event what became of it
 * @param id number of the socket; empty for one that was refused
 * @param byServer whether the venue did it
 */
public record SocketRow(long time, Event event, String id, boolean byServer) {
  static final String ROW = "socket";

  /** What becomes of a socket. */
  public enum Event {
    OPENED,
    CLOSED,
    /** The venue did not let it open, as beyond its limit. */
    REFUSED
  }

  static SocketRow of(TruthRow row) {
    return new SocketRow(
        row.id(),
        Event.valueOf(row.values().getOrDefault("event", "").toUpperCase(Locale.ROOT)),
        row.values().getOrDefault("id", ""),
        row.values().getOrDefault("by", "").equals("server"));
  }

  /** Whether this was to become of it. */
  public boolean is(Event wanted) {
    return event == wanted;
  }
}
