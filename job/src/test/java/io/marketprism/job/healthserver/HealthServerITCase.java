// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.sinks.nats.NatsServerProcess;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets: whatever the others do, an answer is there within a second. */
class HealthServerITCase {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WITHIN = Duration.ofSeconds(15);
  private static final int ATTEMPTS = 3;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<AutoCloseable> open = new ArrayList<>();
  private HealthServer health;

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private void start(String flink, String metrics, String nats) throws Exception {
    Settings settings =
        SettingsReader.read(
            new String[] {
              "--port=0",
              "--grace-seconds=0",
              "--flink-url=" + flink,
              "--metrics-urls=" + metrics,
              "--nats-url=" + nats
            },
            Map.of());
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    health = opened(new HealthServer(settings, nowhere));
  }

  private NatsServerProcess natsWithStreams() throws Exception {
    NatsServerProcess nats = opened(NatsServerProcess.withJetStream());
    try (Connection connection = Nats.connect(nats.url())) {
      for (String stream : List.of("MARKET_DATA", "MARKET_TRADES")) {
        connection
            .jetStreamManagement()
            .addStream(StreamConfiguration.builder().name(stream).subjects(stream).build());
      }
    }
    return nats;
  }

  /**
   * The contract: an answer within a second. A machine under load may be late with one; a server
   * that waits for others is late with all.
   */
  private HttpResponse<String> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health.port() + path))
            .timeout(Duration.ofSeconds(1))
            .build();
    IOException late = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        late = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("no answer within a second", late);
  }

  private JsonNode health() {
    try {
      return JSON.readTree(get("/health").body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitHealth(Predicate<JsonNode> is) {
    await().atMost(WITHIN).until(this::health, is);
  }

  private static Predicate<JsonNode> status(String wanted) {
    return json -> json.path("status").asText().equals(wanted);
  }

  private static Predicate<JsonNode> error(String check, String text) {
    return json -> json.path("checks").path(check).path("error_message").asText().contains(text);
  }

  /** A server that is about to die may fail to tell of a stream first. */
  private static Predicate<JsonNode> reason(String text) {
    return json -> json.path("reasons").toString().contains(text);
  }

  @Test
  void runningCollectorIsHealthyAndNatsThatStopsIsSeen() throws Exception {
    NatsServerProcess nats = natsWithStreams();
    FakeCollector collector = opened(new FakeCollector());
    start(collector.url(), collector.url(), nats.url());
    awaitHealth(status("healthy"));
    assertThat(get("/health").statusCode()).isEqualTo(200);
    JsonNode checks = health().path("checks");
    assertThat(checks.path("flink_job").path("details").path("restarts").asInt()).isEqualTo(2);
    assertThat(checks.path("websocket_okx").path("details").path("connected").asInt()).isEqualTo(1);
    assertThat(checks.path("nats").path("details").path("server_info").asText()).isNotBlank();
    assertThat(health().path("metrics").path("open_fds").asInt()).isEqualTo(214);

    nats.kill();
    awaitHealth(status("degraded").and(reason("NATS has not answered")));
    nats.start();
    awaitHealth(status("healthy"));

    nats.freeze(true);
    awaitHealth(status("degraded"));
    nats.freeze(false);
    awaitHealth(status("healthy"));
  }

  @Test
  void heartbeatsAndRejectionsAreHeard() throws Exception {
    NatsServerProcess nats = natsWithStreams();
    FakeCollector collector = opened(new FakeCollector());
    start(collector.url(), collector.url(), nats.url());
    awaitHealth(status("healthy"));
    try (Connection connection = Nats.connect(nats.url())) {
      connection.publish("health.collector.x", "no JSON".getBytes(UTF_8));
      connection.publish(
          "health.collector.node1-7",
          "{\"instance\":\"node1-7\",\"job_id\":\"ab\",\"status\":\"healthy\"}".getBytes(UTF_8));
      connection.publish(
          "feed_status.okx.spot.FOO-USDT",
          "{\"event\":\"rejected\",\"feed\":\"trade\",\"reason\":\"unlisted\"}".getBytes(UTF_8));
      connection.flush(Duration.ofSeconds(5));
    }
    awaitHealth(status("degraded"));
    assertThat(health().path("reasons").path(0).asText()).contains("trade.okx.spot.FOO-USDT");
    assertThat(get("/status?detailed=true").body()).contains("\"instance\":\"node1-7\"");
    assertThat(get("/status").body()).doesNotContain("node1-7");
  }

  @Test
  void missingStreamIsUnhealthy() throws Exception {
    NatsServerProcess nats = opened(NatsServerProcess.withJetStream());
    FakeCollector collector = opened(new FakeCollector());
    start(collector.url(), collector.url(), nats.url());
    awaitHealth(error("nats", "MARKET_DATA is missing"));
    assertThat(get("/health").statusCode()).isEqualTo(503);
  }

  @Test
  void nothingThereAtAll() throws Exception {
    String closed = "127.0.0.1:" + NatsServerProcess.freePort();
    start("http://" + closed, "http://" + closed, "nats://" + closed);
    assertThat(get("/health").statusCode()).isEqualTo(503);
    awaitHealth(error("flink_job", "nothing accepts connections"));
    awaitHealth(error("orderbook_manager", "nothing accepts connections"));
    awaitHealth(error("nats", "Cannot connect to NATS"));
  }

  @Test
  void allHang() throws Exception {
    String silent = opened(new SilentServer("")).address();
    start("http://" + silent, "http://" + silent, "nats://" + silent);
    awaitHealth(error("flink_job", "did not answer within"));
    awaitHealth(error("orderbook_manager", "did not answer within"));
    awaitHealth(error("nats", "NATS"));
    assertThat(get("/health").statusCode()).isEqualTo(503);
  }

  @Test
  void allAnswerAFewBytesAndHang() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"jobs\":[";
    String slow = opened(new SilentServer(head)).address();
    start("http://" + slow, "http://" + slow, "nats://" + slow);
    awaitHealth(error("flink_job", "did not answer within"));
    awaitHealth(error("orderbook_manager", "did not answer within"));
    assertThat(get("/health").statusCode()).isEqualTo(503);
  }

  @Test
  void allAnswerGarbage() throws Exception {
    FakeCollector garbage = opened(new FakeCollector());
    garbage.answer("/jobs/overview", "<html>");
    garbage.answer("/metrics", "\0\1\2 garbage");
    String address = garbage.url().replace("http://", "");
    start(garbage.url(), garbage.url(), "nats://" + address);
    awaitHealth(error("flink_job", "jobs/overview").or(error("flink_job", "Unexpected character")));
    awaitHealth(error("orderbook_manager", "not the metrics page of a TaskManager"));
    assertThat(get("/health").statusCode()).isEqualTo(503);
  }

  @Test
  void clientsThatSendHalfARequestHoldNobodyUp() throws Exception {
    String closed = "127.0.0.1:" + NatsServerProcess.freePort();
    start("http://" + closed, "http://" + closed, "nats://" + closed);
    for (int i = 0; i < 10; i++) {
      Socket socket = opened(new Socket(InetAddress.getLoopbackAddress(), health.port()));
      socket.getOutputStream().write("GET /hea".getBytes(UTF_8));
      socket.getOutputStream().flush();
    }
    assertThat(get("/ping").statusCode()).isEqualTo(200);
  }

  @Test
  void otherPathsAndMethods() throws Exception {
    String closed = "127.0.0.1:" + NatsServerProcess.freePort();
    start("http://" + closed, "http://" + closed, "nats://" + closed);
    assertThat(get("/ping").body()).contains("\"status\":\"ok\"");
    assertThat(get("/version").body()).contains("\"version\":\"" + HealthServer.version() + "\"");
    assertThat(get("/").body()).contains("/status");
    assertThat(get("/metrics").statusCode()).isEqualTo(404);
    assertThat(get("/status").statusCode()).isEqualTo(200);
    HttpRequest post =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health.port() + "/health"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    HttpResponse<String> refused = http.send(post, HttpResponse.BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  /** Takes connections, sends the same few bytes to each, and then nothing for ever. */
  private static final class SilentServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> held = new ArrayList<>();
    private final Thread thread;

    SilentServer(String greeting) throws IOException {
      thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Socket socket = server.accept();
                    held.add(socket);
                    socket.getOutputStream().write(greeting.getBytes(UTF_8));
                    socket.getOutputStream().flush();
                  }
                } catch (IOException e) {
                  // Closed at the end of the test.
                  return;
                }
              },
              "silent-server");
      thread.start();
    }

    String address() {
      return "127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws Exception {
      server.close();
      thread.join();
      for (Socket socket : held) {
        socket.close();
      }
    }
  }
}
