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
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertReceiverITCase {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-26T10:00:00Z"), ZoneOffset.UTC);

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final HttpClient http = HttpClient.newHttpClient();
  private AlertReceiver receiver;

  @BeforeEach
  void listen() throws IOException {
    receiver =
        AlertReceiver.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            CLOCK,
            new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void aMessageIsInTheLogBeforeItIsAnswered() throws Exception {
    String message = "{\"alerts\": [{\"status\": \"firing\", \"labels\": {\"alertname\": \"A\"}}]}";
    assertThat(send("POST", BodyPublishers.ofString(message))).isEqualTo(200);
    assertThat(log.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("2026-11-26T10:00:00.000Z\tfiring\t-\tA\t-\t-\t-\n");
  }

  @Test
  void whatIsNoMessageOrTooLargeIsRefusedAndNotLogged() throws Exception {
    assertThat(send("POST", BodyPublishers.ofString("no JSON"))).isEqualTo(400);
    assertThat(send("POST", BodyPublishers.ofString("{}"))).isEqualTo(400);
    assertThat(send("POST", BodyPublishers.ofByteArray(new byte[AlertReceiver.MAX_BYTES + 1])))
        .isEqualTo(413);
    assertThat(send("DELETE", BodyPublishers.noBody())).isEqualTo(405);
    assertThat(send("GET", BodyPublishers.noBody())).isEqualTo(200);
    assertThat(log.size()).isZero();
  }

  private int send(String method, BodyPublisher body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + receiver.port() + "/webhook");
    HttpRequest request = HttpRequest.newBuilder(uri).method(method, body).build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }
}
