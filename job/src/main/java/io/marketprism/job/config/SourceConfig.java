// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * The way from the sockets into the job.
 *
 * @param handoverBytes decoded events that wait for the job, per source task
 * @param maxPause how long reading stops when that is full, before the feed gives up its backlog
 *     and synchronises again
 */
public record SourceConfig(long handoverBytes, Duration maxPause) implements Serializable {
  private static final long serialVersionUID = 1L;
}
