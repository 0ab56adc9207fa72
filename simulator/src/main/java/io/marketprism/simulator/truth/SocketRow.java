// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

/**
 * A client's WebSocket that opened or closed: one row of kind {@code socket}.
 *
 * @param time epoch milliseconds
 * @param opened whether it opened; else it closed
 * @param id number of the socket
 * @param byServer whether the venue did it
 */
public record SocketRow(long time, boolean opened, String id, boolean byServer) {
  static final String ROW = "socket";

  static SocketRow of(TruthRow row) {
    return new SocketRow(
        row.id(),
        row.values().getOrDefault("event", "").equals("opened"),
        row.values().getOrDefault("id", ""),
        row.values().getOrDefault("by", "").equals("server"));
  }
}
