// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a process of this machine uses, by Linux' {@code /proc} and the JDK's {@code jcmd}. */
final class ProcessUse {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private final long pid;

  ProcessUse(long pid) {
    this.pid = pid;
  }

  /** Whether it runs. */
  boolean alive() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  /** Seconds of CPU since the process began. */
  double cpuSeconds() {
    return seconds(read(Path.of("/proc", Long.toString(pid), "stat")));
  }

  /** Seconds of CPU by name of thread; threads of one name, apart from numbers, are added up. */
  Map<String, Double> threads() {
    Map<String, Double> found = new LinkedHashMap<>();
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        add(found, thread.resolve("stat"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static void add(Map<String, Double> found, Path thread) {
    String stat;
    try {
      stat = Files.readString(thread);
    } catch (NoSuchFileException e) {
      // It has ended since the folder was listed.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    found.merge(name.replaceAll("[0-9]+", "#"), seconds(stat), Double::sum);
  }

  private static double seconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
        / TICKS_PER_SECOND;
  }

  /** Bytes in memory. */
  long residentBytes() {
    return read(Path.of("/proc", Long.toString(pid), "status"))
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("process " + pid + " has no VmRSS"));
  }

  /** Bytes of what lives on the heap of a JVM; collects first. */
  long liveHeapBytes() throws IOException {
    Process jcmd =
        new ProcessBuilder("jcmd", Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(jcmd.getInputStream(), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> line.startsWith("Total"))
          .mapToLong(line -> Long.parseLong(line.trim().split("\\s+", -1)[2]))
          .reduce((first, last) -> last)
          .orElseThrow(() -> new IOException("jcmd told nothing of process " + pid));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
