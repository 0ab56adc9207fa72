// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The TCP sockets of a process by state, from Linux's {@code /proc}. The kernel's tables list all
 * sockets of the network namespace; those of other processes are told by their inode and left out.
 * A socket without an inode, as all are in TIME_WAIT, belongs to no process any more and is
 * counted.
 */
final class SocketTable {
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String NO_INODE = "0";
  private static final String SOCKET = "socket:[";

  private SocketTable() {}

  /**
   * Counts.
   *
   * @param process the process's directory, as {@code /proc/self}
   * @return all states, 0 for those that no socket is in
   * @throws IOException if the system does not tell
   */
  static Map<TcpState, Integer> read(Path process) throws IOException {
    Set<String> own = inodes(process.resolve("fd"));
    Map<TcpState, Integer> counts = new EnumMap<>(TcpState.class);
    for (TcpState state : TcpState.values()) {
      counts.put(state, 0);
    }
    count(process.resolve("net/tcp"), own, counts);
    Path version6 = process.resolve("net/tcp6");
    // A kernel without IPv6 has no such table.
    if (Files.exists(version6)) {
      count(version6, own, counts);
    }
    return Collections.unmodifiableMap(counts);
  }

  private static Set<String> inodes(Path descriptors) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
      for (Path link : links) {
        String target = target(link);
        if (target.startsWith(SOCKET)) {
          inodes.add(target.substring(SOCKET.length(), target.length() - 1));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return inodes;
  }

  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException closedMeanwhile) {
      return "";
    }
  }

  private static void count(Path table, Set<String> own, Map<TcpState, Integer> counts)
      throws IOException {
    try (Stream<String> rows = Files.lines(table)) {
      rows.skip(1).forEach(row -> count(row, own, counts));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void count(String row, Set<String> own, Map<TcpState, Integer> counts) {
    String[] columns = row.strip().split("\\s+");
    if (columns.length <= INODE) {
      return;
    }
    TcpState state = TcpState.of(columns[STATE]);
    String inode = columns[INODE];
    if (state != null && (inode.equals(NO_INODE) || own.contains(inode))) {
      counts.merge(state, 1, Integer::sum);
    }
  }
}
