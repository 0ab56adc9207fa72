// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Option.option;
import static io.marketprism.job.config.Quantities.duration;
import static io.marketprism.job.config.Quantities.sizeLimit;
import static io.marketprism.job.config.ValueTypes.integer;
import static io.marketprism.job.config.ValueTypes.limit;
import static io.marketprism.job.config.ValueTypes.oneOf;

import java.time.Duration;
import java.util.List;

/** The keys of one JetStream stream; they apply when the stream is created. */
record StreamOptions(
    Option<Long> maxMessages,
    Option<Long> maxBytes,
    Option<Duration> maxAge,
    Option<Duration> duplicateWindow,
    Option<Integer> replicas,
    Option<JetStreamConfig.Storage> storage) {

  static StreamOptions of(
      String section,
      String stream,
      String maxMessages,
      String maxBytes,
      String maxAge,
      String duplicateWindow) {
    return new StreamOptions(
        option(
            section + ".max-msgs",
            limit("messages"),
            maxMessages,
            "Messages that " + stream + " keeps; the oldest go first."),
        option(section + ".max-bytes", sizeLimit("1MiB"), maxBytes, "Bytes that it keeps."),
        option(section + ".max-age", duration("1s", "3650d"), maxAge, "How long it keeps them."),
        option(
            section + ".duplicate-window",
            duration("100ms", "24h"),
            duplicateWindow,
            "How long it remembers a message id; longer than a checkpoint, the detection of a"
                + " failure and a restart together."),
        option(section + ".replicas", integer(1, 5, "servers"), "1", "Servers that keep it."),
        option(section + ".storage", oneOf(JetStreamConfig.Storage.class), "file", "Where."));
  }

  List<Option<?>> all() {
    return List.of(maxMessages, maxBytes, maxAge, duplicateWindow, replicas, storage);
  }
}
