// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a TaskManager's metrics page while it arrives and keeps the few series that the verdict
 * needs, so that a page of some megabytes needs some kilobytes here. For one page.
 */
final class MetricsPage implements BodyLimit.Reader<List<Series>> {
  /** The names that are kept. */
  static final Set<String> NAMES =
      Set.of(
          "marketprism_feed_live",
          "marketprism_feed_last_message_timestamp_seconds",
          "marketprism_feed_stale_threshold_seconds",
          "marketprism_orderbook_sync_status",
          "marketprism_last_orderbook_update_timestamp",
          "marketprism_collector_last_success_timestamp_seconds",
          "marketprism_websocket_connected",
          "marketprism_nats_messages_published_labeled_total",
          "marketprism_nats_publish_errors_total",
          "marketprism_degradation_level",
          "marketprism_memory_limit_bytes",
          "marketprism_cpu_usage_percent",
          "marketprism_tcp_connections_count",
          "process_resident_memory_bytes",
          "process_open_fds",
          "process_start_time_seconds");

  private static final Set<String> LABELS =
      Set.of("exchange", "market_type", "data_type", "symbol", "connection", "state");
  private static final int MOST_SERIES = 20_000;
  private static final int LONGEST_LINE = 16_384;

  private final List<Series> kept = new ArrayList<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private boolean ofTaskManager;

  @Override
  public void read(byte[] bytes) throws IOException {
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, begin, i - begin);
        endLine();
        begin = i + 1;
      }
    }
    line.write(bytes, begin, bytes.length - begin);
    if (line.size() > LONGEST_LINE) {
      throw new IOException("not a metrics page: a line of more than " + LONGEST_LINE + " bytes");
    }
  }

  private void endLine() throws IOException {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.isEmpty() || text.charAt(0) == '#') {
      return;
    }
    ofTaskManager |= text.startsWith(SeriesLine.PREFIX) || text.startsWith("marketprism_");
    SeriesLine.read(text, NAMES, LABELS).ifPresent(kept::add);
    if (kept.size() > MOST_SERIES) {
      throw new IOException("the page has more than " + MOST_SERIES + " series of feeds");
    }
  }

  @Override
  public List<Series> end() throws IOException {
    endLine();
    if (!ofTaskManager) {
      throw new IOException("not the metrics page of a TaskManager");
    }
    return List.copyOf(kept);
  }
}
