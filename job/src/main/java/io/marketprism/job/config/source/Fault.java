// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config.source;

import java.util.Optional;

/**
 * One thing that is wrong with a configuration, worded for the person who wrote it. Its parts never
 * hold a secret.
 *
 * @param path the key, such as {@code publish.depth}; empty for the configuration as a whole
 * @param origin where it was written; empty if the key is missing
 * @param problem the value, what is wrong with it and what is allowed
 */
public record Fault(String path, Optional<Origin> origin, String problem) {

  @Override
  public String toString() {
    String where = origin.map(o -> path.isEmpty() ? o.toString() : " (" + o + ")").orElse("");
    return path + where + ": " + problem;
  }
}
