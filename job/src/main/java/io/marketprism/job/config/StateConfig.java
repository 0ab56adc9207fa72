// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * The books' state.
 *
 * @param ttl a book without an update for this long is dropped
 * @param bookCacheBytes decoded books on the heap of one task; the least recently used are written
 *     to RocksDB beyond it
 */
public record StateConfig(Duration ttl, long bookCacheBytes) implements Serializable {
  private static final long serialVersionUID = 1L;
}
