// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.time.Duration;
import java.util.Map;

/** Metric series for tests that are not about metrics. */
final class SeriesForTests {

  private static final SubjectSeries UNREGISTERED =
      new NatsSinkMetrics(new RecordedMetrics(), subject -> Map.of(), 1, Duration.ofHours(1))
          .series("a.b");

  private SeriesForTests() {}

  static SubjectSeries unregistered() {
    return UNREGISTERED;
  }
}
