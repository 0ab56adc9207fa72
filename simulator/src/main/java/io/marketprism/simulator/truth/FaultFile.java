// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Faults that somebody beside the simulators has caused, such as the end of a process: a file with
 * one row of kind {@code fault} a line, as in a truth log.
 */
public final class FaultFile {
  private FaultFile() {}

  /**
   * The faults that are in a file now; none where it is not there, because nothing went wrong yet.
   * A line that is still being written is left out.
   *
   * @throws java.io.UncheckedIOException where a line is no JSON object or the file cannot be read
   */
  public static List<FaultRow> read(Path path) {
    List<FaultRow> faults = new ArrayList<>();
    if (Files.exists(path)) {
      try (TruthFile file = new TruthFile(path)) {
        file.visitNew(
            (line, length, offset) -> {
              TruthRow row = TruthRow.whole(line, length);
              if (row.kind().equals(FaultRow.ROW)) {
                faults.add(FaultRow.of(row));
              }
            });
      }
    }
    return faults;
  }
}
