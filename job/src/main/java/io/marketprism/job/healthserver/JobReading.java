// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import javax.annotation.Nullable;

/**
 * What Flink says of the job. Immutable.
 *
 * @param jobId {@code null} when the cluster knows no job
 * @param state Flink's word, as {@code RUNNING}; {@code NONE} without a job
 * @param tasksRunning tasks that run
 * @param tasksTotal tasks of the job
 * @param restarts restarts since the job was submitted, {@code null} if Flink does not tell
 * @param checkpointAgeSeconds by Flink's clock, at the moment of the reading; since the job's begin
 *     before its first checkpoint; {@code null} if Flink does not tell
 * @param checkpointIntervalSeconds {@code null} if Flink does not tell
 * @param taskManagers registered TaskManagers, {@code null} if Flink does not tell
 */
record JobReading(
    @Nullable String jobId,
    String state,
    int tasksRunning,
    int tasksTotal,
    @Nullable Long restarts,
    @Nullable Double checkpointAgeSeconds,
    @Nullable Double checkpointIntervalSeconds,
    @Nullable Integer taskManagers) {

  /** A job of which tasks wait for slots is in state RUNNING all the same, and does nothing. */
  boolean running() {
    return state.equals("RUNNING") && tasksTotal > 0 && tasksRunning == tasksTotal;
  }
}
