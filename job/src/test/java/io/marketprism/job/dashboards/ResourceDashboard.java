// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.dashboards;

/** What the collector's process uses, against what it may use: the eight panels of the incident. */
final class ResourceDashboard {
  private ResourceDashboard() {}

  static Dashboard dashboard() {
    return new Dashboard(
            "marketprism-collector-resource",
            "MarketPrism Collector Resources",
            "Memory, descriptors, connections and CPU of the TaskManagers, with their limits.")
        .add(
            Panel.stat(
                    "Status",
                    "Whether every TaskManager's metrics can be read. It reads DOWN when one cannot.")
                .query("min(up{job=\"collector\"}) or on() vector(0)", "")
                .lowIsBad(1)
                .show(1, "UP", "green")
                .show(0, "DOWN", "red")
                .runbook("target-down"),
            Panel.lines(
                    "Memory",
                    "Resident memory as a share of what the process may have. Above 90 % it is about to be killed.")
                .query(
                    "process_resident_memory_bytes{job=\"collector\"}"
                        + " / on(instance) marketprism_memory_limit_bytes{job=\"collector\"}",
                    "{{instance}}")
                .unit("percentunit")
                .highIsBad(0.8, 0.9)
                .runbook("high-memory"),
            Panel.lines(
                    "Open descriptors",
                    "Open files and sockets. Flat is right, at whatever height; a slope is a leak.")
                .query("process_open_fds{job=\"collector\"}", "{{instance}}")
                .highIsBad(500, 1000)
                .runbook("fds"),
            Panel.stat(
                    "Uptime",
                    "Since the process started. It begins anew when the process was replaced.")
                .query("time() - process_start_time_seconds{job=\"collector\"}", "{{instance}}")
                .unit("s")
                .runbook("target-down"),
            Panel.lines(
                    "Memory by kind",
                    "Resident and virtual memory, Java's heap and Flink's managed memory (RocksDB)."
                        + " The heap saws; the resident memory must not climb for hours.")
                .query("process_resident_memory_bytes{job=\"collector\"}", "resident {{instance}}")
                .query("marketprism_memory_limit_bytes{job=\"collector\"}", "limit {{instance}}")
                .query("process_virtual_memory_bytes{job=\"collector\"}", "virtual {{instance}}")
                .query(
                    "flink_taskmanager_Status_JVM_Memory_Heap_Used{job=\"collector\"}",
                    "heap {{instance}}")
                .query(
                    "flink_taskmanager_Status_Flink_Memory_Managed_Used{job=\"collector\"}",
                    "managed {{instance}}")
                .unit("bytes")
                .runbook("memory-growth"),
            Panel.lines("CPU", "Of one core; 200 % are two cores.")
                .query(
                    "100 * rate(process_cpu_seconds_total{job=\"collector\"}[1m])", "{{instance}}")
                .unit("percent")
                .highIsBad(70, 90)
                .runbook("backpressure"),
            Panel.lines(
                    "TCP connections by state",
                    "Against the number of sockets to venues that the configuration explains."
                        + " CLOSE_WAIT above 2 is a leak; ESTABLISHED also has NATS and Flink itself in it.")
                .query(
                    "sum by (state) (marketprism_tcp_connections_count{job=\"collector\"}) > 0",
                    "{{state}}")
                .query("sum(marketprism_expected_connections{job=\"collector\"})", "expected")
                .query("sum(process_open_fds{job=\"collector\"})", "open descriptors")
                .runbook("connection-leak"),
            Panel.lines("Ingest rate", "Confirmed messages a second, all types and venues.")
                .query(
                    "sum(rate(marketprism_nats_messages_published_labeled_total[1m]))", "messages")
                .unit("ops")
                .lowIsBad(10, 50)
                .runbook("low-data"));
  }
}
