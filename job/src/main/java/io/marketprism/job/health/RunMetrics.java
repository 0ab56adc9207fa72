// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * What runs, and since when: {@value #INFO} is 1 with {@code version}, {@code flink_version},
 * {@code java_version}; {@value #UPTIME} counts from the last start or restart of the job; {@value
 * #SYMBOLS} are instruments with at least one live feed.
 */
final class RunMetrics {
  static final String INFO = "marketprism_system_info";
  static final String UPTIME = "marketprism_uptime_seconds";
  static final String SYMBOLS = "marketprism_active_symbols_count";
  static final String FEEDS = "marketprism_live_feeds";

  private RunMetrics() {}

  static void register(MetricGroup group, LiveFeeds feeds) {
    long began = System.nanoTime();
    group.gauge(UPTIME, (Gauge<Double>) () -> (System.nanoTime() - began) / 1e9);
    group.gauge(SYMBOLS, feeds::instruments);
    group.gauge(FEEDS, feeds::count);
    group
        .addGroup("version", version())
        .addGroup("flink_version", EnvironmentInformation.getVersion())
        .addGroup("java_version", Runtime.version().toString())
        .gauge(INFO, (Gauge<Integer>) () -> 1);
  }

  private static String version() {
    String version = RunMetrics.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
