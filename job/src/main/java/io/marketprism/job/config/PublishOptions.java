// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Option.option;
import static io.marketprism.job.config.Quantities.duration;
import static io.marketprism.job.config.Quantities.milliseconds;
import static io.marketprism.job.config.Quantities.size;
import static io.marketprism.job.config.ValueTypes.bool;
import static io.marketprism.job.config.ValueTypes.depth;
import static io.marketprism.job.config.ValueTypes.integer;
import static io.marketprism.job.config.ValueTypes.oneOf;

import io.marketprism.job.config.PublishConfig.LevelsFormat;
import io.marketprism.job.config.PublishConfig.Timestamp;
import io.marketprism.job.config.PublishConfig.Transport;
import io.marketprism.model.DataType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The keys of what is published and in which form. */
final class PublishOptions {
  static final Option<Integer> DEPTH =
      option(
          "publish.depth",
          depth(5000),
          "400",
          "Levels of a published book. `full` publishes every kept level, also beyond the range"
              + " that the snapshot covered; it is meant for replays and audits.");
  static final Option<Duration> INTERVAL =
      option(
          "publish.interval-ms",
          milliseconds(0, 60_000),
          "100",
          "Shortest time between two books of one instrument; 0 publishes every update.");
  static final Option<LevelsFormat> LEVELS_FORMAT =
      option(
          "publish.levels-format",
          oneOf(LevelsFormat.class),
          "array",
          "A level as `[\"price\",\"quantity\"]` or as an object with these keys.");
  static final Option<Timestamp> TS_MS =
      option(
          "publish.ts-ms",
          oneOf(Timestamp.class),
          "event",
          "`ts_ms` is the venue's event time, or the publish time as in the original collector.");

  /** How messages are sent, by data type. */
  static final Map<DataType, Option<Transport>> TRANSPORT = transports();

  static final Option<Boolean> ORDERBOOK_DELTA =
      option(
          "publish.orderbook-delta.enabled",
          bool(),
          "false",
          "Whether the validated differences are published too, on `orderbook_delta.*`.");
  static final Option<Boolean> QUOTE =
      option(
          "publish.quote.enabled",
          bool(),
          "false",
          "Whether each change of best bid or ask is published too, on `quote.*`.");
  static final Option<Integer> MAX_IN_FLIGHT =
      option(
          "publish.max-in-flight",
          integer(1, 1_000_000, "messages"),
          "10000",
          "Messages that may wait for their acknowledgement, per writer; then the job waits.");
  static final Option<Long> MAX_IN_FLIGHT_BYTES =
      option(
          "publish.max-in-flight-bytes",
          size("1MiB", "4GiB"),
          "64MiB",
          "As `max-in-flight`, in bytes.");
  static final Option<Duration> ACK_TIMEOUT =
      option(
          "publish.ack-timeout",
          duration("100ms", "5m"),
          "5s",
          "A message without acknowledgement for this long is sent again.");
  static final Option<Duration> FLUSH_TIMEOUT =
      option(
          "publish.flush-timeout",
          duration("100ms", "30m"),
          "10m",
          "How long the job waits for all acknowledgements at a checkpoint, as while NATS is away,"
              + " before it restarts.");

  private PublishOptions() {}

  /** All of them, in the order of the reference. */
  static List<Option<?>> all() {
    List<Option<?>> all = new ArrayList<>(List.of(DEPTH, INTERVAL, LEVELS_FORMAT, TS_MS));
    all.addAll(TRANSPORT.values());
    all.addAll(
        List.of(
            ORDERBOOK_DELTA,
            QUOTE,
            MAX_IN_FLIGHT,
            MAX_IN_FLIGHT_BYTES,
            ACK_TIMEOUT,
            FLUSH_TIMEOUT));
    return all;
  }

  private static Map<DataType, Option<Transport>> transports() {
    Map<DataType, Option<Transport>> options = new EnumMap<>(DataType.class);
    for (DataType type : DataType.values()) {
      options.put(
          type,
          option(
              "publish.transport." + type.token(),
              oneOf(Transport.class),
              type == DataType.ORDERBOOK ? "core" : "jetstream",
              "How `" + type.token() + "` is sent: at most once, or acknowledged by a stream."));
    }
    return Collections.unmodifiableMap(options);
  }
}
