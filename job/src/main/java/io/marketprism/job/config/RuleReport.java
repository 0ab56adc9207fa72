// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Faults;
import java.time.Duration;
import java.util.stream.Stream;

/** Takes what breaks a rule between options. */
record RuleReport(Settings settings, Faults faults) {

  /** Reports a fault of a path, at the place where it or, failing that, a related path is given. */
  void fault(String path, String problem, String... related) {
    Stream.concat(Stream.of(path), Stream.of(related))
        .flatMap(given -> settings.origin(given).stream())
        .findFirst()
        .ifPresentOrElse(
            origin -> faults.add(path, origin, problem), () -> faults.add(path, problem));
  }

  /** A duration as a user would write it. */
  static String shown(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }
}
