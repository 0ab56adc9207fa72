// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of a process.
 *
 * @param residentBytes in physical memory, bytes
 * @param virtualBytes reserved addresses, bytes
 */
record MemoryUse(long residentBytes, long virtualBytes) {
  private static final long KIBIBYTE = 1_024;

  /**
   * Reads what Linux tells.
   *
   * @param process the process's directory, as {@code /proc/self}
   * @throws IOException if the system does not tell
   */
  static MemoryUse read(Path process) throws IOException {
    List<String> lines = Files.readAllLines(process.resolve("status"));
    return new MemoryUse(bytes(lines, "VmRSS:"), bytes(lines, "VmSize:"));
  }

  private static long bytes(List<String> lines, String field) throws IOException {
    for (String line : lines) {
      if (line.startsWith(field)) {
        String[] value = line.substring(field.length()).strip().split("\\s+");
        return Long.parseLong(value[0]) * KIBIBYTE;
      }
    }
    throw new IOException("no " + field + " in the process's status");
  }
}
