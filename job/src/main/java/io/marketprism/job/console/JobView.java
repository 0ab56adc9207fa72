// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

/**
 * What Flink says of the newest job at one moment.
 *
 * @param reachable whether the JobManager answered
 * @param jobId the job's id, empty without a job
 * @param name the job's name
 * @param state Flink's job status, e.g. {@code RUNNING}; {@code NONE} without a job
 * @param uptimeMs ms since the job was submitted
 * @param restarts restarts since then
 * @param checkpoints its checkpoints
 */
record JobView(
    boolean reachable,
    String jobId,
    String name,
    String state,
    long uptimeMs,
    long restarts,
    Checkpoints checkpoints) {
  /**
   * Checkpoints of a job.
   *
   * @param completed how many were completed
   * @param failed how many failed
   * @param lastId id of the last completed one, 0 without one
   * @param lastCompletedMs when it was completed, ms since the epoch
   * @param lastDurationMs how long it took
   * @param lastBytes size of the state it describes
   */
  record Checkpoints(
      long completed,
      long failed,
      long lastId,
      long lastCompletedMs,
      long lastDurationMs,
      long lastBytes) {
    static final Checkpoints NONE = new Checkpoints(0, 0, 0, 0, 0, 0);
  }

  /** The cluster does not answer. */
  static final JobView UNREACHABLE = new JobView(false, "", "", "NONE", 0, 0, Checkpoints.NONE);

  /** The cluster answers and knows no job. */
  static final JobView NO_JOB = new JobView(true, "", "", "NONE", 0, 0, Checkpoints.NONE);
}
