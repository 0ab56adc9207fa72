// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.List;

/**
 * How the collector does, and why.
 *
 * @param status the worst of the reasons'
 * @param reasons the worst first
 */
record Verdict(Status status, List<Reason> reasons) {
  /** Of all that is wrong. */
  static Verdict of(List<Reason> reasons) {
    return new Verdict(
        reasons.stream().map(Reason::status).reduce(Status.HEALTHY, Status::worse),
        reasons.stream().sorted((one, other) -> other.status().compareTo(one.status())).toList());
  }

  Verdict {
    reasons = List.copyOf(reasons);
  }
}
