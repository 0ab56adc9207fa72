// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.alertlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertLogITCase {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private AlertLog log;

  @BeforeEach
  void start() throws IOException {
    log =
        new AlertLog(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")));
  }

  @AfterEach
  void stop() {
    log.close();
  }

  @Test
  void aMessageIsALine() throws Exception {
    assertThat(post("{\"status\":\n\"firing\"}")).isEqualTo(200);
    assertThat(post("{\"status\":\"resolved\"}")).isEqualTo(200);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .hasLineCount(2)
        .startsWith("2026-01-02T03:04:05Z {\"status\": \"firing\"}");
  }

  @Test
  void aMessageThatIsTooLongIsRefused() throws Exception {
    assertThat(post("x".repeat(AlertLog.MAX_BYTES + 1))).isEqualTo(413);
    assertThat(printed.size()).isZero();
  }

  @Test
  void nothingElseIsServed() throws Exception {
    assertThat(send(request("/webhook").GET())).isEqualTo(405);
    assertThat(send(request("/").GET())).isEqualTo(404);
  }

  private int post(String body) throws IOException, InterruptedException {
    return send(request("/webhook").POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + log.port() + path));
  }

  private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
  }
}
