// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.job.replay.Replay;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;

/**
 * Asks the JobManager's REST interface for the job: the newest that has not ended, else the newest.
 */
final class FlinkProbe implements Probe<JobReading> {
  private static final Set<String> ENDED = Set.of("FAILED", "CANCELED", "FINISHED");
  private static final long MOST_BYTES = 4L << 20;

  private static final double MILLIS = 1_000;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpReader http;
  private final URI base;

  /**
   * @param base REST address, ending with a slash
   */
  FlinkProbe(HttpReader http, URI base) {
    this.http = http;
    this.base = base;
  }

  @Override
  public JobReading look() throws IOException, InterruptedException {
    long deadline = http.deadlineFromNow();
    Answer overview = ask("overview");
    JsonNode jobs = ask("jobs/overview").required(deadline).path("jobs");
    if (!jobs.isArray()) {
      throw new IOException(base + " is not Flink's REST interface");
    }
    JsonNode job = null;
    for (JsonNode other : jobs) {
      boolean replay = other.path("name").asText().startsWith(Replay.JOB_NAMES);
      if (!replay && (job == null || rank(other) > rank(job))) {
        job = other;
      }
    }
    if (job == null) {
      return new JobReading(
          null, "NONE", 0, 0, null, null, null, taskManagers(overview.optional(deadline)));
    }
    String id = job.path("jid").asText();
    Answer checkpoints = ask("jobs/" + id + "/checkpoints");
    Answer config = ask("jobs/" + id + "/checkpoints/config");
    Answer metrics = ask("jobs/" + id + "/metrics?get=numRestarts");
    return new JobReading(
        id,
        job.path("state").asText("NONE"),
        job.path("tasks").path("running").asInt(),
        job.path("tasks").path("total").asInt(),
        restarts(metrics.optional(deadline)),
        checkpointAge(job, checkpoints.optional(deadline)),
        interval(config.optional(deadline)),
        taskManagers(overview.optional(deadline)));
  }

  /** What has not ended comes before what has; then the later one. */
  private static long rank(JsonNode job) {
    long began = job.path("start-time").asLong();
    return ENDED.contains(job.path("state").asText()) ? began - Long.MAX_VALUE / 2 : began;
  }

  @Nullable
  private static Integer taskManagers(JsonNode overview) {
    JsonNode count = overview.path("taskmanagers");
    return count.isInt() ? count.asInt() : null;
  }

  @Nullable
  private static Long restarts(JsonNode metrics) {
    String value = metrics.path(0).path("value").asText("");
    return value.matches("\\d{1,18}") ? Long.valueOf(value) : null;
  }

  /** Both times are of the JobManager's clock; ours does not matter. */
  @Nullable
  private static Double checkpointAge(JsonNode job, JsonNode checkpoints) {
    if (!checkpoints.has("counts")) {
      return null;
    }
    long began = job.path("start-time").asLong();
    long duration = job.path("duration").asLong();
    long completed =
        checkpoints.path("latest").path("completed").path("latest_ack_timestamp").asLong();
    return Math.max(0, began + duration - Math.max(began, completed)) / MILLIS;
  }

  @Nullable
  private static Double interval(JsonNode config) {
    long interval = config.path("interval").asLong();
    // Without checkpoints Flink tells the largest number there is.
    return interval > 0 && interval < Integer.MAX_VALUE ? interval / MILLIS : null;
  }

  private Answer ask(String path) {
    URI uri = base.resolve(path);
    return new Answer(uri, http.get(uri, () -> BodyLimit.bytes(MOST_BYTES)));
  }

  /** A request under way. */
  private final class Answer {
    private final URI uri;
    private final CompletableFuture<HttpResponse<byte[]>> response;

    Answer(URI uri, CompletableFuture<HttpResponse<byte[]>> response) {
      this.uri = uri;
      this.response = response;
    }

    JsonNode required(long deadline) throws IOException, InterruptedException {
      return json.readTree(http.await(response, uri, deadline));
    }

    /** Missing details make no job less running. */
    JsonNode optional(long deadline) throws InterruptedException {
      try {
        return required(deadline);
      } catch (IOException e) {
        return json.missingNode();
      }
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
