// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LongSummaryStatistics;

/** What the collector's cluster tells of itself over HTTP: Flink's REST interface, Prometheus. */
final class Collector {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI flink;
  private final URI metrics;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * A cluster with one job.
   *
   * @param flink e.g. {@code http://127.0.0.1:8081}
   * @param metrics of the TaskManager, e.g. {@code http://127.0.0.1:9092/metrics}
   */
  Collector(URI flink, URI metrics) {
    this.flink = flink;
    this.metrics = metrics;
  }

  /** Completed checkpoints, triggered at or after a time in epoch ms: their durations in ms. */
  LongSummaryStatistics checkpoints(long since) throws IOException, InterruptedException {
    LongSummaryStatistics durations = new LongSummaryStatistics();
    for (JsonNode checkpoint : get("/jobs/" + job() + "/checkpoints").path("history")) {
      if (checkpoint.path("trigger_timestamp").asLong() >= since
          && checkpoint.path("status").asText().equals("COMPLETED")) {
        durations.accept(checkpoint.path("end_to_end_duration").asLong());
      }
    }
    return durations;
  }

  /** Checkpoints that failed since the job began. */
  long failedCheckpoints() throws IOException, InterruptedException {
    return get("/jobs/" + job() + "/checkpoints").path("counts").path("failed").asLong();
  }

  /** How often the job was restarted. */
  long restarts() throws IOException, InterruptedException {
    return get("/jobs/" + job() + "/metrics?get=numRestarts").path(0).path("value").asLong();
  }

  private String job() throws IOException, InterruptedException {
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (job.path("state").asText().equals("RUNNING")) {
        return job.path("jid").asText();
      }
    }
    throw new IOException("no job runs at " + flink);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(text(flink.resolve(path)));
  }

  /** The TaskManager's metrics as of now. */
  Figures figures() throws IOException, InterruptedException {
    return new Figures(text(metrics));
  }

  private String text(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(uri + " answered " + response.statusCode());
    }
    return response.body();
  }

  /** Metrics in Prometheus' text format. */
  record Figures(String text) {
    /** The sum of all series of a name, without the prefix that Flink gives it. */
    double sum(String name) {
      return text.lines()
          .filter(line -> isOf(line, name))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }

    private static boolean isOf(String line, String name) {
      int brace = line.indexOf('{');
      return brace > 0 && !line.startsWith("#") && line.substring(0, brace).endsWith(name);
    }

    /** Frames that were decoded, of those that bring market data. */
    long frames() {
      return (long)
          text.lines()
              .filter(line -> isOf(line, "marketprism_websocket_messages_received_total"))
              .filter(
                  line ->
                      line.contains("message_type=\"orderbook\"")
                          || line.contains("message_type=\"trade\""))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .sum();
    }
  }
}
