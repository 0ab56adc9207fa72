// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.job.health.ThisProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who holds a collector's id: the value of the lease's entry.
 *
 * @param jobId Flink's id of the job, the one part that decides; it outlives restarts of tasks and,
 *     with high availability, of the JobManager
 * @param host where the process is that renews the lease, for people
 * @param pid that process, for people
 * @param sinceMs since when, by that host's clock, ms since the epoch, for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LeaseHolder(
    @JsonProperty("job_id") String jobId,
    @JsonProperty("host") String host,
    @JsonProperty("pid") long pid,
    @JsonProperty("since_ts_ms") long sinceMs) {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseHolder.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A job whose lease this process keeps from now on. */
  static LeaseHolder here(String jobId) {
    return new LeaseHolder(
        jobId, ThisProcess.host(), ThisProcess.pid(), System.currentTimeMillis());
  }

  byte[] toBytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be: " + this, e);
    }
  }

  /** Reads an entry. What is no entry of ours is a holder too, and never this job. */
  static LeaseHolder of(byte[] entry) {
    try {
      LeaseHolder holder = JSON.readValue(entry, LeaseHolder.class);
      if (holder != null && holder.jobId != null) {
        return holder;
      }
    } catch (IOException e) {
      LOG.warn("An entry of the leases cannot be read: {}", e.getMessage());
    }
    return new LeaseHolder(new String(entry, StandardCharsets.UTF_8), "an unknown host", 0, 0);
  }

  boolean isSameJob(LeaseHolder other) {
    return jobId.equals(other.jobId);
  }

  /** E.g. {@code job 1f3… on node1 (process 4711), since 2026-05-01T10:00:00Z}. */
  String shown() {
    return "job %s on %s (process %d), since %s"
        .formatted(jobId, host, pid, Instant.ofEpochMilli(sinceMs));
  }
}
