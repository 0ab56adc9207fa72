// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;

/**
 * How a job degrades; travels with the job graph.
 *
 * @param id of the job graph: what has the same id in one process shares one level
 * @param enabled whether there is any level but 0
 * @param enter how long pressure lasts until a level is entered
 * @param leave how long there is less until it is left by one step
 * @param sample time between two samples
 */
public record DegradationOptions(
    String id, boolean enabled, Duration enter, Duration leave, Duration sample)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Duration ENTER = Duration.ofSeconds(60);
  private static final Duration LEAVE = Duration.ofSeconds(120);
  private static final Duration SAMPLE = Duration.ofSeconds(1);

  /** Those of a new job graph, with the times of the contract. */
  public static DegradationOptions ofJob(boolean enabled) {
    return ofJob(enabled, ENTER, LEAVE, SAMPLE);
  }

  /** Those of a new job graph. */
  public static DegradationOptions ofJob(
      boolean enabled, Duration enter, Duration leave, Duration sample) {
    return new DegradationOptions(UUID.randomUUID().toString(), enabled, enter, leave, sample);
  }
}
