// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Faults;
import io.marketprism.job.config.source.Origin;
import io.marketprism.job.config.source.YamlReader;

/** Reads the catalogue's defaults the way a user's values are read. */
final class Defaults {
  private static final Origin CATALOGUE = Origin.of("default");

  private Defaults() {}

  static <T> T parse(Option<T> option) {
    Faults faults = new Faults();
    return YamlReader.read(option.defaultText(), line -> CATALOGUE, faults)
        .flatMap(
            node ->
                option
                    .type()
                    .read(
                        node,
                        (item, at, problem) ->
                            faults.add(option.path() + item, CATALOGUE, problem)))
        .orElseThrow(() -> new IllegalStateException("bad default: " + faults.inReadingOrder()));
  }
}
