// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names are cut as Prometheus is told to cut them. */
class SeriesLineTest {
  private static final Set<String> LABELS = Set.of("exchange", "symbol");

  @ParameterizedTest
  @CsvSource({
    "flink_taskmanager_job_task_operator_exchange_marketprism_feed_live, marketprism_feed_live",
    "flink_taskmanager_marketprism_tcp_connections_count, marketprism_tcp_connections_count",
    "flink_taskmanager_Status_process_open_fds, process_open_fds",
    "flink_taskmanager_process_open_fds, process_open_fds",
    "marketprism_feed_live, marketprism_feed_live",
    "process_open_fds, process_open_fds",
  })
  void collectorsMetricsLoseFlinksPrefix(String exported, String name) {
    assertThat(SeriesLine.shortName(exported)).contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "flink_jobmanager_job_numRestarts",
    "flink_jobmanager_marketprism_lease_held",
    "flink_taskmanager_Status_JVM_CPU_Time",
    "flink_taskmanager_process_open_fds_more",
    "go_marketprism_x"
  })
  void othersAreNotOurs(String exported) {
    assertThat(SeriesLine.shortName(exported)).isEmpty();
  }

  @Test
  void lineIsReadWithTheWantedLabels() {
    assertThat(
            SeriesLine.read(
                "flink_taskmanager_job_marketprism_x{host=\"a,b}\",exchange=\"okx\","
                    + "symbol=\"A\\\"\\\\\\nB\",} 1.5E9 1700000000",
                Set.of("marketprism_x"),
                LABELS))
        .contains(
            new Series("marketprism_x", Map.of("exchange", "okx", "symbol", "A\"\\\nB"), 1.5e9));
    assertThat(SeriesLine.read("marketprism_x 3", Set.of("marketprism_x"), LABELS))
        .contains(new Series("marketprism_x", Map.of(), 3));
    assertThat(SeriesLine.read("marketprism_x +Inf", Set.of("marketprism_x"), LABELS))
        .contains(new Series("marketprism_x", Map.of(), Double.POSITIVE_INFINITY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "# HELP marketprism_x text",
        "marketprism_y 1",
        "marketprism_x",
        "marketprism_x nothing",
        "marketprism_x{exchange=\"okx",
        "marketprism_x{exchange} 1",
        "marketprism_x{exchange=\"okx\"",
      })
  void whatIsNoSeriesIsLeftOut(String line) {
    assertThat(SeriesLine.read(line, Set.of("marketprism_x"), LABELS)).isEmpty();
  }
}
