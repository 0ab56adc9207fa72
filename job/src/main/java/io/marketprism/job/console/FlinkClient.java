// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.job.replay.Replay;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Reads a job's state from the JobManager's REST interface. One thread at a time. */
final class FlinkClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();
  private final URI base;
  private String watchedJob = "";
  private long neverBegun;

  /**
   * @param url the JobManager's REST address, e.g. {@code http://127.0.0.1:8081}
   */
  FlinkClient(String url) {
    this.base = URI.create(url.endsWith("/") ? url : url + "/");
  }

  /**
   * Returns the state of the job submitted last; {@link JobView#UNREACHABLE} when Flink does not
   * answer.
   */
  JobView newestJob() throws InterruptedException {
    try {
      JsonNode newest = null;
      for (JsonNode job : get("jobs/overview").path("jobs")) {
        boolean replay = job.path("name").asText().startsWith(Replay.JOB_NAMES);
        if (!replay
            && (newest == null
                || job.path("start-time").asLong() > newest.path("start-time").asLong())) {
          newest = job;
        }
      }
      return newest == null ? JobView.NO_JOB : view(newest);
    } catch (IOException e) {
      return JobView.UNREACHABLE;
    }
  }

  private JobView view(JsonNode job) throws IOException, InterruptedException {
    String id = job.path("jid").asText();
    return new JobView(
        true,
        id,
        job.path("name").asText(),
        job.path("state").asText(),
        job.path("duration").asLong(),
        restarts(id),
        checkpoints(id, get("jobs/" + id + "/checkpoints")));
  }

  /**
   * The metric lags behind by some seconds, the history of failures is cut after some entries: the
   * larger one is right.
   */
  private long restarts(String id) throws IOException, InterruptedException {
    long counted = get("jobs/" + id + "/metrics?get=numRestarts").path(0).path("value").asLong();
    int failures =
        get("jobs/" + id + "/exceptions").path("exceptionHistory").path("entries").size();
    return Math.max(counted, failures);
  }

  private JobView.Checkpoints checkpoints(String id, JsonNode answer) {
    JsonNode counts = answer.path("counts");
    JsonNode last = answer.path("latest").path("completed");
    return new JobView.Checkpoints(
        counts.path("completed").asLong(),
        begunAndFailed(id, answer),
        last.path("id").asLong(),
        last.path("latest_ack_timestamp").asLong(),
        last.path("end_to_end_duration").asLong(),
        last.path("state_size").asLong());
  }

  /**
   * Flink also counts a checkpoint as failed that was due before all tasks had started and was
   * therefore never begun; it has no entry in the history. Nothing is lost by it, so it is left out
   * as long as the history still tells the two apart.
   */
  private long begunAndFailed(String id, JsonNode answer) {
    if (!id.equals(watchedJob)) {
      watchedJob = id;
      neverBegun = 0;
    }
    long failed = answer.path("counts").path("failed").asLong();
    long begun = 0;
    long completed = 0;
    for (JsonNode checkpoint : answer.path("history")) {
      begun += checkpoint.path("status").asText().equals("FAILED") ? 1 : 0;
      completed += checkpoint.path("status").asText().equals("COMPLETED") ? 1 : 0;
    }
    if (completed >= answer.path("counts").path("completed").asLong()) {
      neverBegun = Math.max(0, failed - begun);
    }
    return failed - neverBegun;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).GET().build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("HTTP " + answer.statusCode() + " from " + request.uri());
    }
    return json.readTree(answer.body());
  }
}
