// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import io.marketprism.job.process.ProcessFigures;
import io.marketprism.model.wire.HeartbeatEncoder;
import io.marketprism.model.wire.WireMessage;
import java.util.List;

/**
 * The sign of life of a running job (wire contract 8), with figures of the process that sends it.
 */
final class Heartbeat {
  private final HeartbeatEncoder encoder = new HeartbeatEncoder();
  private final List<String> venues;
  private final int managers;
  private final String jobId;
  private final String hostname = ThisProcess.host();
  private final long pid = ThisProcess.pid();
  private final long startMillis = System.currentTimeMillis();

  /**
   * @param venues keys of the enabled venues
   * @param managers enabled pairs of venue and data type
   */
  Heartbeat(List<String> venues, int managers, String jobId) {
    this.venues = List.copyOf(venues);
    this.managers = managers;
    this.jobId = jobId;
  }

  WireMessage at(long nowMillis, int activeManagers) {
    return encoder.encode(
        hostname,
        pid,
        nowMillis / 1_000,
        Math.max(0, nowMillis - startMillis) / 1_000,
        activeManagers,
        venues,
        ProcessFigures.ofThisProcess().residentBytes().orElse(HeartbeatEncoder.UNKNOWN),
        jobId,
        activeManagers >= managers ? "healthy" : activeManagers > 0 ? "degraded" : "unhealthy");
  }
}
