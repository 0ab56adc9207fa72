// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketprism.sources.net.CloseReason.Cause;
import io.marketprism.sources.net.ScriptedServer.Frame;
import io.marketprism.sources.net.ScriptedServer.Peer;
import io.marketprism.sources.net.ScriptedServer.Script;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebSocketClientITCase {
  private static final WebSocketOptions OPTIONS =
      WebSocketOptions.defaults()
          .withConnectTimeout(Duration.ofSeconds(5))
          .withCloseTimeout(Duration.ofMillis(300))
          .withSendLimit(1_000, Duration.ofSeconds(1));

  private final EventLoops loops = new EventLoops(1, "ws-test");
  private final EventLoop loop = loops.next();
  private WebSocketClient client;

  @BeforeEach
  void openClient() {
    client = new WebSocketClient();
  }

  @AfterEach
  void closeAll() {
    client.close();
    loops.close();
  }

  @Test
  void asksForTheTargetWithNeutralNameAndDeliversMessagesInOrder() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              asked.add(peer.requestLine());
              asked.add(peer.headers().get("User-Agent"));
              asked.add(peer.headers().get("Host"));
              peer.text("one");
              peer.send(Peer.frame(0x80 | Frames.BINARY, new byte[70_000]));
              peer.text("");
              peer.text("four");
              peer.readToEnd();
            })) {
      RecordingListener listener = connect(server);
      await().until(() -> listener.events.size() == 5);
      assertThat(listener.events)
          .containsExactly("open", "text one", "binary 70000", "text ", "text four");
      assertThat(asked)
          .containsExactly(
              "GET /stream?streams=btcusdt@trade HTTP/1.1",
              "marketprism-collector",
              "localhost:" + server.uri().getPort());
      assertThat(listener.connection.framesReceived()).isEqualTo(4);
      assertThat(listener.connection.bytesReceived()).isEqualTo(5 + 70_010 + 2 + 6);
    }
  }

  @Test
  void messagesInTheSegmentOfTheHandshakeAreNotLost() throws Exception {
    try (ScriptedServer server =
        server(
            peer -> {
              ByteArrayOutputStream all = new ByteArrayOutputStream();
              all.writeBytes(peer.handshakeAnswer("").getBytes(StandardCharsets.ISO_8859_1));
              all.writeBytes(Peer.frame(0x81, "early".getBytes(StandardCharsets.UTF_8)));
              all.writeBytes(Peer.frame(0x81, "bird".getBytes(StandardCharsets.UTF_8)));
              peer.send(all.toByteArray());
              peer.readToEnd();
            })) {
      RecordingListener listener = connect(server);
      await().until(() -> listener.events.size() == 3);
      assertThat(listener.events).containsExactly("open", "text early", "text bird");
    }
  }

  @Test
  void messageSentOnOpeningArrives() throws Exception {
    BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              received.add(peer.readFrame());
              received.add(peer.readFrame());
              peer.readToEnd();
            })) {
      connect(
          server.uri(),
          OPTIONS,
          new RecordingListener() {
            @Override
            public void onOpen(WebSocketConnection opened) {
              opened.send("subscribe");
              opened.ping();
            }
          });
      await().until(() -> received.size() == 2);
      assertThat(received.remove().text()).isEqualTo("subscribe");
      assertThat(received.remove().opcode()).isEqualTo(Frames.PING);
    }
  }

  @Test
  void payloadsAreBackedByAnArray() throws Exception {
    BlockingQueue<Boolean> arrays = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              peer.text("");
              peer.text("small");
              peer.send(Peer.frame(0x81, new byte[300_000]));
              peer.readToEnd();
            })) {
      connect(
          server.uri(),
          OPTIONS,
          new RecordingListener() {
            @Override
            public void onText(ByteBuf payload) {
              arrays.add(payload.hasArray());
            }
          });
      await().until(() -> arrays.size() == 3);
      assertThat(arrays).containsOnly(true);
    }
  }

  @Test
  void fragmentsAreJoinedAndControlFramesBetweenThemAnswered() throws Exception {
    BlockingQueue<Frame> answers = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              peer.send(Peer.frame(Frames.TEXT, "frag".getBytes(StandardCharsets.UTF_8)));
              peer.send(Peer.frame(0x80 | Frames.PING, new byte[] {1, 2, 3}));
              peer.send(Peer.frame(Frames.CONTINUATION, new byte[0]));
              peer.send(Peer.frame(0x80, "ment".getBytes(StandardCharsets.UTF_8)));
              answers.add(peer.readFrame());
              peer.readToEnd();
            })) {
      RecordingListener listener = connect(server);
      await().until(() -> listener.events.size() == 3 && !answers.isEmpty());
      assertThat(listener.events).containsExactly("open", "ping", "text fragment");
      Frame pong = answers.remove();
      assertThat(pong.opcode()).isEqualTo(Frames.PONG);
      assertThat(pong.payload()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void ourPingIsMatchedWithItsPong() throws Exception {
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              peer.send(Peer.frame(0x80 | Frames.PONG, new byte[0]));
              Frame ping = peer.readFrame();
              peer.send(Peer.frame(0x80 | Frames.PONG, ping.payload()));
              peer.readToEnd();
            })) {
      RecordingListener listener = connect(server);
      await().until(() -> listener.events.contains("pong unsolicited"));
      onLoop(listener.connection::ping);
      await().until(() -> listener.events.contains("pong"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void messageOfTenMegabytesIsSkippedAndTheConnectionGoesOn(boolean fragmented) throws Exception {
    int size = 10 * 1024 * 1024;
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              peer.text("before");
              if (fragmented) {
                peer.send(Peer.frame(Frames.TEXT, new byte[size / 2]));
                peer.send(Peer.frame(Frames.CONTINUATION, new byte[size / 4]));
                peer.send(Peer.frame(0x80, new byte[size / 4]));
              } else {
                peer.send(Peer.frame(0x81, new byte[size]));
              }
              peer.text("after");
              peer.readToEnd();
            })) {
      RecordingListener listener =
          connect(server.uri(), OPTIONS.withMaxMessageBytes(1024 * 1024), new RecordingListener());
      await().until(() -> listener.events.size() == 4);
      assertThat(listener.events)
          .containsExactly(
              "open",
              "text before",
              "oversize " + (fragmented ? size / 2 : size) + " prefix 65536",
              "text after");
    }
  }

  @Test
  void serverCloseIsEchoedAndToldOnce() throws Exception {
    BlockingQueue<Frame> echo = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              peer.send(
                  Peer.frame(
                      0x80 | Frames.CLOSE,
                      "\u0003\u00e9bye".getBytes(StandardCharsets.ISO_8859_1)));
              echo.add(peer.readFrame());
            })) {
      RecordingListener listener = connect(server);
      await().until(() -> !listener.closed.isEmpty());
      assertThat(listener.closed).hasSize(1);
      CloseReason reason = listener.closed.get(0);
      assertThat(reason.cause()).isEqualTo(Cause.SERVER_CLOSE);
      assertThat(reason.code()).isEqualTo(1001);
      assertThat(reason.text()).isEqualTo("bye");
      assertThat(echo.remove().payload()).containsExactly(3, 0xe9);
    }
  }

  @Test
  void serverThatClosesButKeepsItsSocketIsCutOff() throws Exception {
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              peer.send(Peer.frame(0x80 | Frames.CLOSE, new byte[0]));
              peer.readToEnd();
            })) {
      RecordingListener listener = connect(server);
      await().until(() -> !listener.closed.isEmpty());
      assertThat(listener.closed.get(0).code()).isEqualTo(1005);
    }
  }

  @Test
  void resetAndEndWithoutCloseFrameAreResets() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              if (count.getAndIncrement() == 0) {
                peer.reset();
              }
            })) {
      for (int i = 0; i < 2; i++) {
        RecordingListener listener = connect(server);
        await().until(() -> !listener.closed.isEmpty());
        assertThat(listener.events).containsExactly("open", "closed reset");
      }
    }
  }

  @Test
  void localCloseEndsAtOnceWithAPoliteServer() throws Exception {
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              Frame close = peer.readFrame();
              peer.send(Peer.frame(0x80 | Frames.CLOSE, close.payload()));
            })) {
      RecordingListener listener =
          connect(
              server.uri(),
              OPTIONS.withCloseTimeout(Duration.ofMinutes(5)),
              new RecordingListener());
      await().until(() -> listener.connection != null);
      onLoop(listener.connection::close);
      await().until(() -> !listener.closed.isEmpty());
      assertThat(listener.closed.get(0).cause()).isEqualTo(Cause.LOCAL);
    }
  }

  @Test
  void localCloseEndsEvenIfTheServerNeverAnswersNorReads() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              for (int i = 0; i < 100; i++) {
                peer.text("late");
              }
              over.await();
            })) {
      List<String> afterClose = new ArrayList<>();
      RecordingListener listener =
          new RecordingListener() {
            @Override
            public void onText(ByteBuf payload) {
              if (events.contains("closing")) {
                afterClose.add("text");
              }
              events.add("closing");
              connection.close();
            }
          };
      connect(server.uri(), OPTIONS, listener);
      await().until(() -> !listener.closed.isEmpty());
      over.countDown();
      assertThat(listener.events).containsExactly("open", "closing", "closed local");
      assertThat(afterClose).isEmpty();
    }
  }

  @Test
  void closeWhileConnectingIsToldOnce() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server = server(peer -> over.await())) {
      RecordingListener listener = new RecordingListener();
      WebSocketConnection connection = client.connect(server.uri(), OPTIONS, loop, listener);
      await().until(() -> server.accepted() == 1);
      onLoop(connection::close);
      onLoop(connection::close);
      await().until(() -> !listener.closed.isEmpty());
      over.countDown();
      assertThat(listener.events).containsExactly("closed local");
    }
  }

  @Test
  void refusedHandshakeTellsStatusAndRetryAfter() throws Exception {
    try (ScriptedServer server =
        server(
            peer -> {
              peer.readRequest();
              peer.send(
                  ("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\n"
                          + "slow!")
                      .getBytes(StandardCharsets.ISO_8859_1));
            })) {
      RecordingListener listener = connect(server);
      await().until(() -> !listener.closed.isEmpty());
      CloseReason reason = listener.closed.get(0);
      assertThat(reason.cause()).isEqualTo(Cause.REJECTED);
      assertThat(reason.httpStatus()).isEqualTo(429);
      assertThat(reason.retryAfter()).contains(Duration.ofSeconds(7));
      assertThat(reason.text()).contains("429").contains("slow!");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: bm90IG91cnM=\r\n\r\n",
        "HTTP/1.1 101 X\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        ""
      })
  void answerThatIsNoUpgradeFailsTheAttempt(String answer) throws Exception {
    try (ScriptedServer server =
        server(
            peer -> {
              peer.readRequest();
              peer.send(answer.getBytes(StandardCharsets.ISO_8859_1));
            })) {
      RecordingListener listener = connect(server);
      await().until(() -> !listener.closed.isEmpty());
      assertThat(listener.events).containsExactly("closed connect_failed");
    }
  }

  @Test
  void refusedTcpConnectionFailsTheAttempt() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    RecordingListener listener =
        connect(URI.create("ws://localhost:" + port + "/"), OPTIONS, new RecordingListener());
    await().until(() -> !listener.closed.isEmpty());
    assertThat(listener.closed.get(0).cause()).isEqualTo(Cause.CONNECT_FAILED);
    assertThat(listener.closed.get(0).text()).contains("" + port);
  }

  @Test
  void unknownHostFailsTheAttempt() {
    RecordingListener listener =
        connect(URI.create("ws://no-such-host.invalid/"), OPTIONS, new RecordingListener());
    await().until(() -> !listener.closed.isEmpty());
    assertThat(listener.closed.get(0).cause()).isEqualTo(Cause.CONNECT_FAILED);
    assertThat(listener.closed.get(0).text()).contains("no-such-host.invalid");
  }

  /** LP15. */
  @ParameterizedTest
  @ValueSource(strings = {"ws", "wss"})
  void acceptWithoutAnswerEndsAtTheDeadline(String scheme) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ScriptedServer server = new ScriptedServer(socket, scheme, peer -> over.await())) {
      RecordingListener listener =
          connect(
              server.uri(),
              OPTIONS.withConnectTimeout(Duration.ofMillis(400)),
              new RecordingListener());
      await().until(() -> !listener.closed.isEmpty());
      over.countDown();
      assertThat(listener.events).containsExactly("closed timeout");
      assertThat(listener.closed.get(0).text())
          .startsWith(scheme.equals("ws") ? "WebSocket handshake" : "TLS handshake");
    }
  }

  /** LP15. */
  @Test
  void hangingNameLookupEndsAtTheDeadlineAndTheLoopStaysFree() {
    CountDownLatch over = new CountDownLatch(1);
    HostResolver hanging =
        new HostResolver(
            host -> {
              awaitQuietly(over);
              return List.of(InetAddress.getLoopbackAddress());
            });
    try (WebSocketClient stuck = new WebSocketClient(null, hanging)) {
      RecordingListener listener = new RecordingListener();
      stuck.connect(
          URI.create("ws://venue.example/"),
          OPTIONS.withConnectTimeout(Duration.ofMillis(300)),
          loop,
          listener);
      onLoop(() -> {});
      await().until(() -> !listener.closed.isEmpty());
      over.countDown();
      assertThat(listener.events).containsExactly("closed timeout");
      assertThat(listener.closed.get(0).text()).contains("DNS");
    }
  }

  @Test
  void nextAddressIsTriedWhenOneRefuses() throws Exception {
    try (ScriptedServer server = server(peer -> peer.handshake().readToEnd())) {
      HostResolver two =
          new HostResolver(
              host ->
                  List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getLoopbackAddress()));
      try (WebSocketClient both = new WebSocketClient(null, two)) {
        RecordingListener listener = new RecordingListener();
        both.connect(server.uri(), OPTIONS, loop, listener);
        await().until(() -> listener.events.contains("open"));
      }
    }
  }

  @Test
  void brokenFramesEndTheConnectionWithItsReason() throws Exception {
    BlockingQueue<Frame> closes = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              peer.send(Peer.frame(0x83, new byte[10]));
              closes.add(peer.readFrame());
              peer.readToEnd();
            })) {
      RecordingListener listener = connect(server);
      await().until(() -> !listener.closed.isEmpty());
      assertThat(listener.events).containsExactly("open", "closed protocol_error");
      assertThat(closes.remove().payload()).containsExactly(1002 >> 8, 1002 & 0xFF);
    }
  }

  @Test
  void listenerThatThrowsClosesItsConnectionOnly() throws Exception {
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              peer.text("poison");
              peer.text("never seen");
              peer.readToEnd();
            })) {
      RecordingListener failing =
          new RecordingListener() {
            @Override
            public void onText(ByteBuf payload) {
              events.add("threw");
              throw new IllegalStateException("a defect of the feed");
            }
          };
      RecordingListener healthy = connect(server);
      connect(server.uri(), OPTIONS, failing);
      await().until(() -> !failing.closed.isEmpty() && healthy.events.size() == 3);
      assertThat(failing.events).containsExactly("open", "threw", "closed listener_failed");
      assertThat(healthy.closed).isEmpty();
    }
  }

  @Test
  void noMoreFramesThanTheLimitLeaveInOnePeriodPongsIncluded() throws Exception {
    List<Long> arrivals = Collections.synchronizedList(new ArrayList<>());
    BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        server(
            peer -> {
              peer.handshake();
              peer.send(Peer.frame(0x80 | Frames.PING, new byte[] {9}));
              while (frames.size() < 10) {
                frames.add(peer.readFrame());
                arrivals.add(System.nanoTime());
              }
              peer.readToEnd();
            })) {
      RecordingListener listener =
          connect(
              server.uri(),
              OPTIONS.withSendLimit(3, Duration.ofMillis(200)).withMaxPendingSends(9),
              new RecordingListener());
      await().until(() -> listener.events.contains("ping"));
      long start = System.nanoTime();
      onLoop(
          () -> {
            for (int i = 0; i < 9; i++) {
              assertThat(listener.connection.send("m" + i)).isTrue();
            }
          });
      await().until(() -> frames.size() == 10);
      assertThat(frames.stream().filter(f -> f.opcode() == Frames.TEXT).map(Frame::text))
          .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8");
      // With the pong, which went first, these are ten frames: the fourth and the seventh of them
      // that
      // follow the start are each held back for a span.
      assertThat(arrivals.get(9) - start)
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(400));
    }
  }

  @Test
  void messageThatFindsTheQueueFullIsRefusedToTheCaller() throws Exception {
    try (ScriptedServer server = server(peer -> peer.handshake().readToEnd())) {
      RecordingListener listener =
          connect(
              server.uri(),
              OPTIONS.withSendLimit(1, Duration.ofMinutes(1)).withMaxPendingSends(2),
              new RecordingListener());
      await().until(() -> listener.connection != null);
      onLoop(
          () -> {
            WebSocketConnection connection = listener.connection;
            connection.send("leaves");
            connection.send("waits");
            connection.send("waits too");
            assertThatThrownBy(() -> connection.send("too many"))
                .isInstanceOf(SendQueueFullException.class);
            assertThat(connection.pendingSends()).isEqualTo(2);
            connection.close();
            assertThat(connection.send("closed")).isFalse();
            assertThat(connection.pendingSends()).isZero();
          });
    }
  }

  @Test
  void otherThreadsAreTurnedAway() throws Exception {
    try (ScriptedServer server = server(peer -> peer.handshake().readToEnd())) {
      RecordingListener listener = connect(server);
      await().until(() -> listener.connection != null);
      assertThatThrownBy(() -> listener.connection.send("x"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("event loop");
    }
  }

  @Test
  void whileReadingIsOffTheServerIsHeldBackAndNothingIsDelivered() throws Exception {
    int messages = 2_000;
    AtomicInteger sent = new AtomicInteger();
    try (ScriptedServer server =
        server(
            peer -> {
              peer.socket().setSendBufferSize(64 * 1024);
              peer.handshake();
              String payload = "x".repeat(50_000);
              for (int i = 0; i < messages; i++) {
                peer.text(payload);
                sent.incrementAndGet();
              }
              peer.readToEnd();
            })) {
      AtomicInteger received = new AtomicInteger();
      AtomicInteger whileOff = new AtomicInteger();
      RecordingListener listener =
          new RecordingListener() {
            private boolean off;

            @Override
            public void onText(ByteBuf payload) {
              if (off && !connectionReads) {
                whileOff.incrementAndGet();
              }
              if (received.incrementAndGet() == 10) {
                off = true;
                connection.setReading(false);
              }
            }
          };
      connect(server.uri(), OPTIONS, listener);
      await().until(() -> received.get() == 10);
      // Held back: the server's count stands still, far from the end.
      AtomicInteger last = new AtomicInteger(-1);
      await()
          .pollInterval(Duration.ofMillis(200))
          .until(() -> last.getAndSet(sent.get()) == sent.get());
      assertThat(sent.get()).isLessThan(messages / 2);
      assertThat(received).hasValue(10);
      listener.connectionReads = true;
      onLoop(() -> listener.connection.setReading(true));
      await().until(() -> received.get() == messages);
      assertThat(whileOff).hasValue(0);
    }
  }

  @Test
  void brakeStopsWithinTheBytesAlreadyRead() throws Exception {
    try (ScriptedServer server =
        server(
            peer -> {
              ByteArrayOutputStream all = new ByteArrayOutputStream();
              all.writeBytes(peer.handshakeAnswer("").getBytes(StandardCharsets.ISO_8859_1));
              for (int i = 0; i < 5; i++) {
                all.writeBytes(Peer.frame(0x81, ("m" + i).getBytes(StandardCharsets.UTF_8)));
              }
              peer.send(all.toByteArray());
              peer.readToEnd();
            })) {
      RecordingListener listener =
          new RecordingListener() {
            @Override
            public void onText(ByteBuf payload) {
              super.onText(payload);
              connection.setReading(false);
            }
          };
      connect(server.uri(), OPTIONS, listener);
      for (int i = 0; i < 5; i++) {
        int seen = i + 2;
        await().until(() -> listener.events.size() == seen);
        onLoop(() -> {});
        assertThat(listener.events).hasSize(seen).endsWith("text m" + i);
        onLoop(() -> listener.connection.setReading(true));
      }
    }
  }

  @Test
  void urisOfOtherKindsAreRefused() {
    for (String uri : List.of("http://localhost/", "ws:opaque", "/path", "ws:///x")) {
      assertThatThrownBy(
              () -> client.connect(URI.create(uri), OPTIONS, loop, new RecordingListener()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private RecordingListener connect(ScriptedServer server) {
    return connect(server.uri(), OPTIONS, new RecordingListener());
  }

  private RecordingListener connect(URI uri, WebSocketOptions options, RecordingListener listener) {
    client.connect(uri, options, loop, listener);
    return listener;
  }

  private static ScriptedServer server(Script script) throws IOException {
    return new ScriptedServer(script);
  }

  private void onLoop(Runnable task) {
    loop.submit(task).syncUninterruptibly();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
