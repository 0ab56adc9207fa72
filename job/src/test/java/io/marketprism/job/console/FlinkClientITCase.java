// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers as Flink 2.3 gives them, over a real socket. */
class FlinkClientITCase {
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private HttpServer server;
  private FlinkClient client;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String answer = answers.get(exchange.getRequestURI().toString());
          byte[] body = answer == null ? new byte[0] : answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(
              answer == null ? 404 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    client = new FlinkClient("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void newestJobIsShownWithItsCheckpointsAndRestarts() throws InterruptedException {
    answers.put(
        "/jobs/overview",
        """
        {"jobs":[
          {"jid":"aa","name":"old","start-time":1,"duration":9,"state":"CANCELED"},
          {"jid":"bb","name":"MarketPrism","start-time":2,"duration":25143,"state":"RUNNING"},
          {"jid":"cc","name":"MarketPrism replay of nats","start-time":3,"state":"FINISHED"}]}
        """);
    job(
        "bb",
        """
        {"counts":{"completed":5,"failed":1},
         "latest":{"completed":{"id":6,"latest_ack_timestamp":1795367387737,
                                "end_to_end_duration":24,"state_size":17488}},
         "history":[{"id":6,"status":"COMPLETED"},{"id":1,"status":"FAILED"}]}
        """,
        3);
    assertThat(client.newestJob())
        .isEqualTo(
            new JobView(
                true,
                "bb",
                "MarketPrism",
                "RUNNING",
                25_143,
                3,
                new JobView.Checkpoints(5, 1, 6, 1_795_367_387_737L, 24, 17_488)));
  }

  @Test
  void checkpointThatWasNeverBegunIsNoFailure() throws InterruptedException {
    answers.put(
        "/jobs/overview", "{\"jobs\":[{\"jid\":\"cc\",\"start-time\":1,\"state\":\"RUNNING\"}]}");
    job("cc", "{\"counts\":{\"completed\":0,\"failed\":1},\"history\":[]}", 0);
    assertThat(client.newestJob().checkpoints().failed()).isZero();
    job("cc", "{\"counts\":{\"failed\":2},\"history\":[{\"id\":9,\"status\":\"FAILED\"}]}", 0);
    assertThat(client.newestJob().checkpoints().failed()).isEqualTo(1);
  }

  @Test
  void clusterWithoutJobAndNoClusterAreToldApart() throws InterruptedException {
    answers.put("/jobs/overview", "{\"jobs\":[]}");
    assertThat(client.newestJob()).isEqualTo(JobView.NO_JOB);
    server.stop(0);
    assertThat(client.newestJob()).isEqualTo(JobView.UNREACHABLE);
  }

  private void job(String id, String checkpoints, int restarts) {
    answers.put("/jobs/" + id + "/checkpoints", checkpoints);
    answers.put(
        "/jobs/" + id + "/metrics?get=numRestarts",
        "[{\"id\":\"numRestarts\",\"value\":\"" + restarts + "\"}]");
    answers.put("/jobs/" + id + "/exceptions", "{\"exceptionHistory\":{\"entries\":[]}}");
  }
}
