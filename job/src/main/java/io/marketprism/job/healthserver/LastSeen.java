// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.time.Duration;

/** When something good was there last. For one thread. */
final class LastSeen {
  private long nanos;
  private boolean ever;

  /**
   * @param nowNanos when this process began to look
   */
  LastSeen(long nowNanos) {
    this.nanos = nowNanos;
  }

  void at(long seenNanos) {
    nanos = ever ? Math.max(nanos, seenNanos) : seenNanos;
    ever = true;
  }

  Absence absence(long nowNanos) {
    return new Absence(Duration.ofNanos(Math.max(0, nowNanos - nanos)), ever);
  }
}
