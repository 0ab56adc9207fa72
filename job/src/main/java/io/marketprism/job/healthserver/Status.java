// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.Locale;

/** How well something does, best first. */
enum Status {
  HEALTHY,
  DEGRADED,
  UNHEALTHY;

  /** The word that is used in answers. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Status worse(Status other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
