// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What this process uses of the system, by Linux's {@code /proc}.
 *
 * @param descriptors open file descriptors
 * @param sockets those of them that are sockets
 * @param closeWait sockets whose peer has closed and which are not closed here
 * @param threads live threads
 * @param heapBytes heap in use
 */
record ProcessFigures(int descriptors, int sockets, int closeWait, int threads, long heapBytes) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final String CLOSE_WAIT = "08";
  private static final int STATE = 3;
  private static final int INODE = 9;

  /** Whether this system tells. */
  static boolean areKnown() {
    return Files.isDirectory(DESCRIPTORS);
  }

  /** As they are now, after a collection of garbage. */
  static ProcessFigures afterCollection() throws IOException {
    System.gc();
    return now();
  }

  /** As they are now. */
  static ProcessFigures now() throws IOException {
    Set<String> sockets = new HashSet<>();
    int descriptors = 0;
    try (Stream<Path> links = Files.list(DESCRIPTORS)) {
      for (Path link : links.toList()) {
        try {
          String target = Files.readSymbolicLink(link).toString();
          descriptors++;
          if (target.startsWith("socket:[")) {
            sockets.add(target.substring("socket:[".length(), target.length() - 1));
          }
        } catch (NoSuchFileException e) {
          // The descriptor of the listing itself.
          continue;
        }
      }
    }
    return new ProcessFigures(
        descriptors,
        sockets.size(),
        waiting("/proc/self/net/tcp", sockets) + waiting("/proc/self/net/tcp6", sockets),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  private static int waiting(String table, Set<String> own) throws IOException {
    Path file = Path.of(table);
    List<String> rows = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return (int)
        rows.stream()
            .map(row -> row.strip().split("\\s+"))
            .filter(row -> row[STATE].equals(CLOSE_WAIT) && own.contains(row[INODE]))
            .count();
  }

  @Override
  public String toString() {
    return descriptors
        + " descriptors ("
        + sockets
        + " sockets, "
        + closeWait
        + " in CLOSE_WAIT), "
        + threads
        + " threads, "
        + heapBytes / 1024
        + " KiB of heap";
  }
}
