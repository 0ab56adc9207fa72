// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.sources.net.BudgetSpec;
import java.util.Map;

/**
 * A GET request of a venue's REST API.
 *
 * @param path path, e.g. {@code /api/v3/depth}
 * @param query names and values, not yet encoded
 * @param weight what it weighs in its pool by the venue's documents
 * @param pool the limit it counts towards, a key of {@link VenueLimits#pools()} or {@link #MAIN}
 */
public record RestCall(String path, Map<String, String> query, int weight, String pool) {

  /** The host's main weight. */
  public static final String MAIN = BudgetSpec.MAIN_POOL;

  /** A call that counts towards the host's main weight. */
  public RestCall(String path, Map<String, String> query, int weight) {
    this(path, query, weight, MAIN);
  }
}
