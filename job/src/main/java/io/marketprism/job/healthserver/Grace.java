// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.time.Duration;

/**
 * The time that a collector may take to start: within it {@code unhealthy} is told with HTTP 200.
 * Over for good once the collector was {@code healthy} or {@code degraded}. For one thread.
 */
final class Grace {
  private final Duration length;
  private boolean over;

  Grace(Duration length) {
    this.length = length;
  }

  /** Whether the verdict of this moment is within the grace; to be asked for each verdict. */
  boolean applies(Status status, Duration uptime) {
    over |= status != Status.UNHEALTHY || uptime.compareTo(length) >= 0;
    return !over;
  }

  boolean over() {
    return over;
  }

  Duration length() {
    return length;
  }
}
