// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What this process uses of the system, read at most once a second. What the system does not tell,
 * as memory and sockets without Linux's {@code /proc}, is empty. Thread-safe; no method waits for
 * more than the kernel.
 *
 * <pre>{@code
 * ProcessFigures figures = ProcessFigures.ofThisProcess();
 * figures.residentBytes().ifPresent(rss -> judge(rss, figures.memoryLimitBytes()));
 * }</pre>
 */
public final class ProcessFigures {
  /**
   * System property: the memory that this process may have, bytes, where no container limits it and
   * it shares a host with others.
   */
  public static final String MEMORY_LIMIT = "marketprism.memory-limit-bytes";

  private static final ProcessFigures THIS_PROCESS =
      new ProcessFigures(Path.of("/proc/self"), System::nanoTime);

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final LongSupplier nanoTime;
  private final Sampled<MemoryUse> memory;
  private final Sampled<Map<TcpState, Integer>> sockets;
  private final CpuShare cpu;

  /**
   * @param process the process's directory, as {@code /proc/self}
   * @param nanoTime as {@link System#nanoTime}
   */
  ProcessFigures(Path process, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    memory = new Sampled<>(() -> MemoryUse.read(process), nanoTime);
    sockets = new Sampled<>(() -> SocketTable.read(process), nanoTime);
    cpu =
        new CpuShare(
            nanoTime.getAsLong(),
            cpuNanos(),
            TimeUnit.MILLISECONDS.toNanos(ManagementFactory.getRuntimeMXBean().getUptime()));
  }

  /** The figures of the process that we are. */
  public static ProcessFigures ofThisProcess() {
    return THIS_PROCESS;
  }

  /** In physical memory, bytes. */
  public OptionalLong residentBytes() {
    return memory.get().stream().mapToLong(MemoryUse::residentBytes).findAny();
  }

  /** Reserved addresses, bytes. */
  public OptionalLong virtualBytes() {
    return memory.get().stream().mapToLong(MemoryUse::virtualBytes).findAny();
  }

  /**
   * What this process may have at most, bytes: {@link #MEMORY_LIMIT}, else the limit of the
   * container (cgroup), else the host's memory.
   */
  public long memoryLimitBytes() {
    Long given = Long.getLong(MEMORY_LIMIT);
    return given == null || given <= 0 ? system.getTotalMemorySize() : given;
  }

  /** Resident memory of what is allowed, 0 to 100 and in theory above. */
  public Optional<Double> memoryPercent() {
    return memory.get().map(use -> 100.0 * use.residentBytes() / memoryLimitBytes());
  }

  /** Open file descriptors, sockets among them. */
  public OptionalLong openDescriptors() {
    return system instanceof UnixOperatingSystemMXBean unix
        ? OptionalLong.of(unix.getOpenFileDescriptorCount())
        : OptionalLong.empty();
  }

  /** File descriptors that this process may have open. */
  public OptionalLong maxDescriptors() {
    return system instanceof UnixOperatingSystemMXBean unix
        ? OptionalLong.of(unix.getMaxFileDescriptorCount())
        : OptionalLong.empty();
  }

  /**
   * TCP sockets by state, all states. Those that belong to no process, as all in TIME_WAIT, are the
   * ones of the network namespace.
   */
  public Optional<Map<TcpState, Integer>> tcpSockets() {
    return sockets.get();
  }

  /** CPU time used so far, seconds. */
  public double cpuSeconds() {
    return cpuNanos() / 1e9;
  }

  private long cpuNanos() {
    return Math.max(0, system.getProcessCpuTime());
  }

  /** CPU of late, percent of one core: 400 is four cores. */
  public double cpuPercent() {
    return cpu.percent(nanoTime.getAsLong(), cpuNanos());
  }

  /** Cores that this process may use: those of the container or the host, whole ones, ≥ 1. */
  public int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** When the process began, seconds since the epoch. */
  public double startSeconds() {
    return ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3;
  }

  /** Live threads of the JVM. */
  public int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }
}
