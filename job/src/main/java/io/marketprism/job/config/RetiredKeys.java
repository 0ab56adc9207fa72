// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.util.Map;
import java.util.Optional;

/**
 * What became of the keys of the original Python collector's {@code unified_data_collection.yaml},
 * so that a user who brings that file is told instead of guessing.
 */
final class RetiredKeys {
  private static final String NOT_TUNABLE = "remove it, there is nothing to tune";
  private static final String NOT_HERE = "remove it, it does not concern the collector";

  private static final Map<String, String> SECTIONS =
      Map.ofEntries(
          Map.entry("system", "use collector.id; logs and metrics are Flink's"),
          Map.entry("networking", "use exchanges.<venue>.ws; reconnects are not configured"),
          Map.entry(
              "data_types",
              "use exchanges.<venue>.data_types, for interval exchanges.<venue>.poll, for method"
                  + " exchanges.<venue>.orderbook.method, for period lsr.period, for resolution"
                  + " volatility.resolution"),
          Map.entry("clickhouse", NOT_HERE),
          Map.entry("storage", NOT_HERE),
          Map.entry("trading_strategies", NOT_HERE),
          Map.entry("monitoring", "use health.interval and metrics.per-symbol"),
          Map.entry("error_handling", NOT_TUNABLE),
          Map.entry("data_quality", NOT_TUNABLE),
          Map.entry("logging", "logs are configured in Flink's log4j.properties"));

  private static final Map<String, String> OF_NATS =
      Map.of(
          "enabled", NOT_TUNABLE,
          "client_name", "use nats.name",
          "max_reconnect_attempts", "remove it, the collector reconnects without end",
          "reconnect_time_wait", NOT_TUNABLE,
          "streams", "remove it, subjects are fixed by the wire contract",
          "publish", "use publish.ack-timeout and publish.max-in-flight",
          "jetstream", "use jetstream.market-trades and jetstream.market-data");

  private static final Map<String, String> OF_VENUE =
      Map.of(
          "name", "remove it, the venue key says it",
          "exchange", "remove it, the venue key says it",
          "market_type", "remove it, the venue key says it",
          "volatility_index",
              "use exchanges.<venue>.poll.volatility_index and volatility.resolution");

  private static final Map<String, String> OF_ORDERBOOK =
      Map.of(
          "depth_limit", "use orderbook.snapshot-limit and orderbook.keep-depth",
          "nats_publish_depth", "use publish.depth",
          "update_frequency", "use publish.interval-ms",
          "publish_interval", "use publish.interval-ms",
          "buffer_max_size", "use orderbook.buffer-events",
          "buffer_timeout", NOT_TUNABLE,
          "internal_queue_maxsize", "use source.handover-bytes",
          "publish_queue_maxsize", "use publish.max-in-flight",
          "validation_enabled", "remove it, books are always validated");

  private RetiredKeys() {}

  /** What to do with a key of the original; empty if the original did not have it. */
  static Optional<String> hint(String path) {
    String[] keys = path.split("\\.", -1);
    Map<String, String> hints =
        switch (keys.length) {
          case 1 -> SECTIONS;
          case 2 -> keys[0].equals("nats") ? OF_NATS : Map.of();
          case 3 -> keys[0].equals("exchanges") ? OF_VENUE : Map.of();
          case 4 ->
              keys[0].equals("exchanges") && keys[2].equals("orderbook") ? OF_ORDERBOOK : Map.of();
          default -> Map.of();
        };
    return Optional.ofNullable(hints.get(keys[keys.length - 1]));
  }
}
