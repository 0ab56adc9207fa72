// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import io.marketprism.job.process.DiskUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.annotation.Nullable;

/**
 * All that an answer tells. Immutable.
 *
 * @param at when it was made
 * @param uptime of this process
 * @param checks in order
 * @param disk {@code null} where it cannot be measured
 * @param graceApplies whether {@code unhealthy} is forgiven
 * @param grace its length
 * @param graceOver whether it is over for good
 */
record Report(
    Instant at,
    String version,
    Duration uptime,
    Observation seen,
    Verdict verdict,
    List<CheckResult> checks,
    @Nullable DiskUse disk,
    boolean graceApplies,
    Duration grace,
    boolean graceOver) {
  Report {
    checks = List.copyOf(checks);
  }

  int httpStatus() {
    return verdict.status() == Status.UNHEALTHY && !graceApplies ? 503 : 200;
  }
}
