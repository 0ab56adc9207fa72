// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * What this configuration says about checkpoints.
 *
 * @param intervalOrNull the interval, or null to leave it to Flink's configuration
 */
public record CheckpointConfig(Duration intervalOrNull) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The interval; empty to leave it to Flink's configuration. */
  public Optional<Duration> interval() {
    return Optional.ofNullable(intervalOrNull);
  }
}
