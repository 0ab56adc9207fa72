// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** How full the file system of a folder is. On a network it may hang, hence on its own thread. */
final class DiskProbe implements Probe<DiskReading> {
  private final Path folder;

  DiskProbe(Path folder) {
    this.folder = folder;
  }

  @Override
  public DiskReading look() throws IOException {
    FileStore store = Files.getFileStore(folder);
    long total = store.getTotalSpace();
    return new DiskReading(total - store.getUnallocatedSpace(), total);
  }
}
