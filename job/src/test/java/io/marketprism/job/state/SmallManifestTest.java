// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class SmallManifestTest {
  /**
   * One edit of the manifest has two keys, of 2,000 bytes here; what begins a new one a few edits.
   */
  private static final long SLACK = 32 << 10;

  @TempDir Path dir;

  @BeforeAll
  static void load() {
    RocksDB.loadLibrary();
  }

  @Test
  void theManifestBeginsAnewWhenItIsLarge() throws Exception {
    assertThat(largestManifest(new DBOptions()))
        .as("RocksDB's own")
        .isGreaterThan(SmallManifest.MAX_BYTES + SLACK);
    assertThat(largestManifest(new SmallManifest().createDBOptions(new DBOptions(), List.of())))
        .isLessThan(SmallManifest.MAX_BYTES + SLACK);
  }

  /** The largest that was there after any of many flushes, each as at a checkpoint. */
  private long largestManifest(DBOptions dbOptions) throws RocksDBException, IOException {
    Path folder = Files.createTempDirectory(dir, "rocks");
    long largest = 0;
    byte[] key = "k".repeat(2_000).getBytes(StandardCharsets.UTF_8);
    try (dbOptions;
        Options options = new Options().setCreateIfMissing(true);
        FlushOptions flush = new FlushOptions()) {
      options.setMaxManifestFileSize(dbOptions.maxManifestFileSize());
      try (RocksDB rocks = RocksDB.open(options, folder.toString())) {
        for (int i = 0; i < 40; i++) {
          rocks.put(key, Integer.toString(i).getBytes(StandardCharsets.UTF_8));
          rocks.flush(flush);
          largest = Math.max(largest, manifestBytes(folder));
        }
      }
    }
    return largest;
  }

  private static long manifestBytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("MANIFEST"))
          .mapToLong(file -> file.toFile().length())
          .max()
          .orElseThrow();
    }
  }
}
