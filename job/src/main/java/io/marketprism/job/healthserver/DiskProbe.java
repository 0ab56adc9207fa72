// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import io.marketprism.job.process.DiskUse;
import java.io.IOException;
import java.nio.file.Path;

/** How full the file system of a folder is. On a network it may hang, hence on its own thread. */
final class DiskProbe implements Probe<DiskUse> {
  private final Path folder;

  DiskProbe(Path folder) {
    this.folder = folder;
  }

  @Override
  public DiskUse look() throws IOException {
    return DiskUse.of(folder);
  }
}
