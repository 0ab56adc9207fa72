// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.sources.net.CloseReason.Cause;
import io.marketprism.sources.net.ScriptedServer.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** LL27. */
@Timeout(60)
class TlsITCase {
  private static final WebSocketOptions OPTIONS =
      WebSocketOptions.defaults().withCloseTimeout(Duration.ofMillis(500));

  private static TestCertificate localhost;
  private static TestCertificate elsewhere;
  private static EventLoops loops;

  private final RecordingListener listener = new RecordingListener();
  private WebSocketClient client;

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) throws Exception {
    localhost = new TestCertificate(directory, "dns:localhost");
    elsewhere = new TestCertificate(directory, "dns:elsewhere.example");
    loops = new EventLoops(1, "tls-test");
  }

  @AfterAll
  static void closeLoops() {
    loops.close();
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  @Test
  void selfSignedServerIsRefused() throws Exception {
    client = new WebSocketClient();
    refuses(localhost, "TLS handshake failed");
  }

  @Test
  void trustedCertificateOfAnotherHostIsRefused() throws Exception {
    client = new WebSocketClient(elsewhere.trust(), new HostResolver());
    refuses(elsewhere, "localhost");
  }

  private void refuses(TestCertificate certificate, String why) throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(certificate.serverSocket(), "wss", Peer::handshake)) {
      client.connect(server.uri(), OPTIONS, loops.next(), listener);
      await().until(() -> !listener.closed.isEmpty());
      assertThat(listener.events).containsExactly("closed connect_failed");
      assertThat(listener.closed.get(0).text()).contains(why);
    }
  }

  @Test
  void trustedServerIsHeardAndClosedInOrder() throws Exception {
    client = new WebSocketClient(localhost.trust(), new HostResolver());
    try (ScriptedServer server =
        new ScriptedServer(
            localhost.serverSocket(),
            "wss",
            peer -> {
              peer.handshake();
              peer.text(peer.readFrame().text() + "!");
              peer.send(Peer.frame(0x82, new byte[300_000]));
              ScriptedServer.Frame close = peer.readFrame();
              peer.send(Peer.frame(0x88, close.payload()));
            })) {
      client.connect(server.uri(), OPTIONS, loops.next(), listener);
      await().until(() -> listener.connection != null);
      listener.connection.uri();
      loops.next().submit(() -> listener.connection.send("hello")).sync();
      await().until(() -> listener.events.size() == 3);
      loops.next().submit(() -> listener.connection.close()).sync();
      await().until(() -> !listener.closed.isEmpty());
      assertThat(listener.events)
          .containsExactly("open", "text hello!", "binary 300000", "closed local");
    }
  }

  @Test
  void serverThatStopsReadingCannotHoldUpTheClose() throws Exception {
    client = new WebSocketClient(localhost.trust(), new HostResolver());
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            localhost.serverSocket(),
            "wss",
            peer -> {
              peer.handshake();
              over.await();
            })) {
      WebSocketOptions fast =
          OPTIONS.withSendLimit(100_000, Duration.ofSeconds(1)).withMaxPendingSends(100_000);
      client.connect(server.uri(), fast, loops.next(), listener);
      await().until(() -> listener.connection != null);
      String big = "x".repeat(100_000);
      loops
          .next()
          .submit(
              () -> {
                for (int i = 0; i < 200; i++) {
                  listener.connection.send(big);
                }
              })
          .sync();
      // The socket takes no more, so messages wait in the bounded queue, not in Netty.
      assertThat(loops.next().submit(() -> listener.connection.pendingSends()).get()).isPositive();
      loops.next().submit(() -> listener.connection.close()).sync();
      await().until(() -> !listener.closed.isEmpty());
      over.countDown();
      assertThat(listener.closed.get(0).cause()).isEqualTo(Cause.LOCAL);
    }
  }

  @Test
  void restRefusesASelfSignedServer() throws Exception {
    client = new WebSocketClient();
    try (ScriptedServer server =
            new ScriptedServer(localhost.serverSocket(), "https", Peer::readRequest);
        RestClient rest = new RestClient(server.uri(""), RestOptions.defaults())) {
      RestException failure = null;
      try {
        rest.get("/", Map.of()).get(30, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        failure = (RestException) e.getCause();
      }
      assertThat(failure).isNotNull();
      assertThat(failure.kind()).isEqualTo(RestException.Kind.CONNECT);
    }
  }
}
