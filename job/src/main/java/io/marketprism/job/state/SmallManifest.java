// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.state;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/**
 * Bounds RocksDB's manifest, its journal of which files there are. Each checkpoint adds some
 * hundred bytes to it and copies all of it, and RocksDB would let it grow to 1 GiB: with a
 * checkpoint every five seconds by some megabytes a day, which each checkpoint would copy and
 * upload again.
 */
public final class SmallManifest implements RocksDBOptionsFactory {
  private static final long serialVersionUID = 1L;

  /** Size from which RocksDB begins a new manifest with what holds then, in bytes. */
  static final long MAX_BYTES = 64 << 10;

  @Override
  public DBOptions createDBOptions(
      DBOptions currentOptions, Collection<AutoCloseable> handlesToClose) {
    return currentOptions.setMaxManifestFileSize(MAX_BYTES);
  }

  @Override
  public ColumnFamilyOptions createColumnOptions(
      ColumnFamilyOptions currentOptions, Collection<AutoCloseable> handlesToClose) {
    return currentOptions;
  }
}
