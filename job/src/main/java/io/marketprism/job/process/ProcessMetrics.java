// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The metrics of a process (docs/metrics.md, "Process"). What the system does not tell has no
 * series. Gauges throughout, as Flink has no counter that is read elsewhere.
 */
final class ProcessMetrics {
  private ProcessMetrics() {}

  /**
   * Registers all of them in one group.
   *
   * @param directories whose file systems must not become full; the fullest is told
   */
  static void register(MetricGroup group, ProcessFigures figures, List<Path> directories) {
    registerMemory(group, figures);
    registerDescriptors(group, figures);
    figures.tcpSockets().ifPresent(sockets -> registerSockets(group, figures, sockets));
    gauge(group, "process_cpu_seconds_total", figures::cpuSeconds);
    gauge(group, "process_start_time_seconds", figures::startSeconds);
    gauge(group, "marketprism_cpu_usage_percent", figures::cpuPercent);
    gauge(group, "marketprism_cpu_effective_cores", figures::cores);
    gauge(group, "marketprism_thread_count", figures::threads);
    List<Sampled<DiskUse>> disks = new ArrayList<>();
    directories.forEach(
        directory -> disks.add(new Sampled<>(() -> DiskUse.of(directory), System::nanoTime)));
    if (fullest(disks).isPresent()) {
      gauge(group, "marketprism_disk_usage_percent", () -> fullest(disks).orElse(0));
    }
  }

  private static void registerMemory(MetricGroup group, ProcessFigures figures) {
    gauge(group, "marketprism_memory_limit_bytes", figures::memoryLimitBytes);
    if (figures.residentBytes().isEmpty()) {
      return;
    }
    Supplier<Number> resident = known(figures::residentBytes);
    gauge(group, "process_resident_memory_bytes", resident);
    gauge(group, "marketprism_process_rss_bytes", resident);
    gauge(group, "marketprism_memory_usage_bytes", resident);
    gauge(group, "process_virtual_memory_bytes", known(figures::virtualBytes));
    gauge(group, "marketprism_memory_usage_percent", () -> figures.memoryPercent().orElse(0.0));
  }

  private static void registerDescriptors(MetricGroup group, ProcessFigures figures) {
    if (figures.openDescriptors().isPresent()) {
      gauge(group, "process_open_fds", known(figures::openDescriptors));
      gauge(group, "process_max_fds", known(figures::maxDescriptors));
    }
  }

  private static void registerSockets(
      MetricGroup group, ProcessFigures figures, Map<TcpState, Integer> sockets) {
    for (TcpState state : sockets.keySet()) {
      MetricGroup ofState = group.addGroup("state", state.name());
      Supplier<Number> count =
          () -> figures.tcpSockets().map(counts -> counts.get(state)).orElse(0);
      gauge(ofState, "marketprism_tcp_connections_count", count);
      gauge(ofState, "marketprism_network_connections_total", count);
    }
  }

  private static OptionalDouble fullest(List<Sampled<DiskUse>> disks) {
    return disks.stream()
        .map(Sampled::get)
        .flatMap(Optional::stream)
        .mapToDouble(DiskUse::usedPercent)
        .max();
  }

  /** A figure that the system has told once, and will tell again. */
  private static Supplier<Number> known(Supplier<OptionalLong> figure) {
    return () -> figure.get().orElse(0);
  }

  private static void gauge(MetricGroup group, String name, Supplier<? extends Number> value) {
    group.gauge(name, (Gauge<Number>) value::get);
  }
}
