// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marketprism.job.healthserver.MetricsReading.Success;
import java.time.Instant;
import java.util.List;

/** {@code coverage}: for each data type and exchange the last success. Pure. */
final class Coverage {
  private static final double MILLIS = 1_000;

  private Coverage() {}

  static ObjectNode of(MetricsReading metrics, boolean graceOver) {
    ObjectNode coverage = Rounded.NODES.objectNode();
    metrics
        .successes()
        .forEach(
            (type, exchanges) -> {
              exchanges.forEach(
                  (exchange, success) -> {
                    List<Feed> feeds = feedsOf(metrics, type, exchange);
                    if (feeds.isEmpty()) {
                      // Published, but no feed of its own, as feed_status.
                      return;
                    }
                    ObjectNode entry = coverage.withObjectProperty(type).putObject(exchange);
                    if (type.equals("orderbook")) {
                      entry.put("active_symbols", feeds.size());
                    }
                    boolean never = success.epochSeconds() <= 0;
                    entry.put("last_success_ts", never ? null : instant(success.epochSeconds()));
                    entry.put("age_seconds", never ? null : Rounded.tenths(success.ageSeconds()));
                    entry.put("status", status(success, feeds, graceOver).word());
                  });
            });
    return coverage;
  }

  private static List<Feed> feedsOf(MetricsReading metrics, String type, String exchange) {
    return metrics.feeds().stream()
        .filter(feed -> feed.dataType().equals(type) && feed.exchange().equals(exchange))
        .toList();
  }

  private static String instant(double epochSeconds) {
    return HealthJson.time(Instant.ofEpochMilli(Math.round(epochSeconds * MILLIS)));
  }

  /** Where silence says nothing, as of liquidations, the sockets decide. */
  private static Status status(Success success, List<Feed> feeds, boolean graceOver) {
    double allowed =
        feeds.stream().mapToDouble(Feed::thresholdSeconds).min().orElse(Double.POSITIVE_INFINITY);
    if (Double.isInfinite(allowed)) {
      boolean live = feeds.stream().anyMatch(Feed::live);
      return live ? Status.HEALTHY : Status.DEGRADED;
    }
    if (success.epochSeconds() <= 0) {
      return graceOver ? Status.UNHEALTHY : Status.DEGRADED;
    }
    return success.ageSeconds() <= allowed ? Status.HEALTHY : Status.DEGRADED;
  }
}
