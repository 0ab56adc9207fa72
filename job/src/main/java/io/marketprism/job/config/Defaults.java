// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Faults;
import io.marketprism.job.config.source.Origin;
import io.marketprism.job.config.source.YamlReader;

/** Reads the catalogue's defaults the way a user's values are read. */
final class Defaults {
  private static final Origin CATALOGUE = Origin.of("default");

  private Defaults() {}

  /**
   * The value of a default.
   *
   * @throws IllegalStateException if the type refuses it
   */
  static <T> T parse(String path, ValueType<T> type, String text) {
    Faults faults = new Faults();
    return YamlReader.read(text, line -> CATALOGUE, faults)
        .flatMap(
            node ->
                type.read(node, (item, at, problem) -> faults.add(path + item, CATALOGUE, problem)))
        .orElseThrow(() -> new IllegalStateException("bad default: " + faults.inReadingOrder()));
  }
}
