// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.List;

/** The commands with which one goes on from a problem that the health server names. Pure. */
final class NextSteps {
  private NextSteps() {}

  /**
   * Returns what to type, in this order.
   *
   * @param code as in {@code problems} of {@code /status}
   * @param where the exchange or stream, may be empty
   */
  static List<String> of(String code, String where) {
    return switch (code) {
      case "nats-away" -> List.of("bin/marketprism logs nats");
      case "stream-missing" -> List.of("bin/marketprism savepoint", "bin/marketprism restore");
      case "stream-unknown" -> List.of("bin/marketprism logs nats");
      case "job-not-running" ->
          List.of(
              "bin/marketprism logs supervisor",
              "bin/marketprism flink list -a",
              "bin/marketprism restore");
      case "checkpoint-old" -> List.of("bin/marketprism logs jm");
      case "metrics-unreadable", "nothing-published" -> List.of("bin/marketprism logs tm");
      case "publish-errors" -> List.of("bin/marketprism logs tm", "bin/marketprism logs nats");
      case "no-feed-live" -> List.of("bin/marketprism tail 'feed_status.>'");
      case "feeds", "sockets" -> List.of("bin/marketprism tail 'feed_status." + where + ".>'");
      case "rejected" -> List.of("bin/marketprism logs tm");
      case "degradation" -> List.of("bin/marketprism tail 'feed_status.>'");
      default -> List.of("bin/marketprism logs health");
    };
  }
}
