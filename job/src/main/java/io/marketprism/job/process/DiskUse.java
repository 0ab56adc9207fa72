// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How full a file system is.
 *
 * @param usedBytes taken, bytes
 * @param availableBytes that this process may still take, bytes; less than what is free where some
 *     is reserved
 * @param totalBytes size of the file system, bytes
 */
public record DiskUse(long usedBytes, long availableBytes, long totalBytes) {
  private static final double PERCENT = 100;

  /**
   * The file system of a path, which need not exist yet.
   *
   * @throws IOException if the system does not tell
   */
  public static DiskUse of(Path path) throws IOException {
    Path existing = path.toAbsolutePath().normalize();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    FileStore store = Files.getFileStore(existing);
    return new DiskUse(
        store.getTotalSpace() - store.getUnallocatedSpace(),
        store.getUsableSpace(),
        store.getTotalSpace());
  }

  /** Taken, of what is there for this process, 0 to 100; as {@code df} has it. */
  public double usedPercent() {
    long reachable = usedBytes + availableBytes;
    return reachable <= 0 ? 0 : PERCENT * usedBytes / reachable;
  }
}
