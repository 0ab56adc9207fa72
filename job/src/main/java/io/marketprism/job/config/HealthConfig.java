// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * The collector's heartbeat.
 *
 * @param interval time between two of them
 */
public record HealthConfig(Duration interval) implements Serializable {
  private static final long serialVersionUID = 1L;
}
