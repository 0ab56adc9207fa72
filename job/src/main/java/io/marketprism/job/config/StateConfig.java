// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * The books' state.
 *
 * @param ttl a book without an update for this long is dropped
 * @param bookCacheBytesOrNull heap of one task for decoded books, beyond which the least recently
 *     used are written to RocksDB; null for a share of the process's heap
 */
public record StateConfig(Duration ttl, Long bookCacheBytesOrNull) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Heap of one task for decoded books; empty for a share of the process's heap. */
  public Optional<Long> bookCacheBytes() {
    return Optional.ofNullable(bookCacheBytesOrNull);
  }
}
