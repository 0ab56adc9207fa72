// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.Map;

/**
 * One value of a metrics page. Immutable.
 *
 * @param name short name, without what Flink puts before it
 * @param labels those that the verdict needs
 * @param value may be NaN or infinite
 */
record Series(String name, Map<String, String> labels, double value) {
  Series {
    labels = Map.copyOf(labels);
  }

  /** A label's value, empty without it. */
  String label(String key) {
    return labels.getOrDefault(key, "");
  }
}
