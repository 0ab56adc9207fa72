// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.sources.net.ScriptedServer.Frame;
import io.marketprism.sources.net.ScriptedServer.Peer;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests are the id and a question mark, answers the id and an exclamation mark. */
@Timeout(60)
class WebSocketRpcITCase {
  private static final WebSocketOptions SOCKET =
      WebSocketOptions.defaults()
          .withConnectTimeout(Duration.ofSeconds(5))
          .withCloseTimeout(Duration.ofMillis(300))
          .withSendLimit(1_000, Duration.ofSeconds(1));
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final EventLoops loops = new EventLoops(1, "rpc-test");
  private final EventLoop loop = loops.next();
  private final WebSocketClient client = new WebSocketClient();
  private final AtomicInteger attempts = new AtomicInteger();
  private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
  private ScriptedServer server;
  private WebSocketRpc rpc;

  @AfterEach
  void closeAll() throws IOException {
    rpc.close();
    if (server != null) {
      server.close();
    }
    client.close();
    loops.close();
  }

  @Test
  void answersFindTheirRequestsInAnyOrder() throws Exception {
    serve(
        peer -> {
          peer.handshake();
          List<String> ids = List.of(readId(peer), readId(peer), readId(peer));
          for (int i = 2; i >= 0; i--) {
            peer.text(ids.get(i) + "!");
          }
          peer.readToEnd();
        },
        LONG);
    List<CompletableFuture<byte[]>> answers = List.of(ask(), ask(), ask());
    for (int i = 0; i < 3; i++) {
      assertThat(text(answers.get(i))).isEqualTo((i + 1) + "!");
    }
    assertThat(rpc.isConnected()).isTrue();
    assertThat(rpc.outstanding()).isZero();
  }

  @Test
  void manyRequestsOfSeveralThreadsShareOneSocket() throws Exception {
    serve(WebSocketRpcITCase::answerAll, LONG);
    Queue<CompletableFuture<byte[]>> answers = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 25; n++) {
                  answers.add(ask());
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(answers).hasSize(100);
    for (CompletableFuture<byte[]> answer : answers) {
      assertThat(text(answer)).endsWith("!");
    }
    assertThat(server.accepted()).isEqualTo(1);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void startConnectsBeforeTheFirstRequest() throws Exception {
    serve(WebSocketRpcITCase::answerAll, LONG);
    rpc.start();
    rpc.start();
    await().until(rpc::isConnected);
    assertThat(text(ask())).isEqualTo("1!");
    assertThat(server.accepted()).isEqualTo(1);
  }

  @Test
  void pingOfTheVenueIsAnswered() throws Exception {
    Queue<Frame> pongs = new ConcurrentLinkedQueue<>();
    serve(
        peer -> {
          peer.handshake();
          peer.send(Peer.frame(0x80 | Frames.PING, new byte[] {7}));
          pongs.add(peer.readFrame());
          peer.readToEnd();
        },
        LONG);
    rpc.start();
    await().until(() -> pongs.size() == 1);
    assertThat(pongs.peek().opcode()).isEqualTo(Frames.PONG);
    assertThat(pongs.peek().payload()).containsExactly(7);
  }

  @Test
  void requestWithoutAnswerTimesOutAndItsLateAnswerIsCountedOnly() throws Exception {
    CountDownLatch timedOut = new CountDownLatch(1);
    serve(
        peer -> {
          peer.handshake();
          String late = readId(peer);
          timedOut.await();
          peer.text(late + "!");
          peer.text(late + "!");
          answerAllOn(peer);
        },
        Duration.ofSeconds(1));
    assertThat(failure(ask()).kind()).isEqualTo(RestException.Kind.TIMEOUT);
    assertThat(rpc.outstanding()).isZero();
    timedOut.countDown();
    await().until(() -> rpc.lateAnswers() == 2);
    assertThat(text(ask())).isEqualTo("2!");
    assertThat(server.accepted()).isEqualTo(1);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void messageThatAnswersNothingOfOursIsCountedOnly() throws Exception {
    serve(
        peer -> {
          peer.handshake();
          String id = readId(peer);
          peer.text("999!");
          peer.text("serverShutdown");
          peer.send(Peer.frame(0x80 | Frames.BINARY, new byte[3]));
          peer.text(id + "!");
          peer.readToEnd();
        },
        LONG);
    assertThat(text(ask())).isEqualTo("1!");
    assertThat(rpc.strayMessages()).isEqualTo(3);
    assertThat(rpc.lateAnswers()).isZero();
  }

  @Test
  void closedSocketFailsAllOutstandingAndTheNextOneServes() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    serve(
        peer -> {
          peer.handshake();
          if (connections.incrementAndGet() == 1) {
            answer(peer);
            readId(peer);
            readId(peer);
            return; // in the middle
          }
          answerAllOn(peer);
        },
        LONG);
    assertThat(text(ask())).isEqualTo("1!");
    List<CompletableFuture<byte[]>> cut = List.of(ask(), ask());
    for (CompletableFuture<byte[]> answer : cut) {
      assertThat(failure(answer).kind()).isEqualTo(RestException.Kind.CONNECT);
    }
    await().until(rpc::isConnected);
    assertThat(text(ask())).isEqualTo("4!");
    assertThat(server.accepted()).isEqualTo(2);
  }

  /** LL11: a first connection that failed left the original waiting for itself for ever. */
  @Test
  void venueThatIsDownAtTheStartIsServedWhenItComesUp() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    open(URI.create("ws://localhost:" + port + "/ws-fapi/v1"), LONG, 100, SOCKET);
    assertThat(failure(ask()).kind()).isEqualTo(RestException.Kind.CONNECT);
    await().until(() -> attempts.get() >= 4);
    server =
        new ScriptedServer(
            new ServerSocket(port, 50, InetAddress.getLoopbackAddress()),
            "ws",
            WebSocketRpcITCase::answerAll);
    await().until(rpc::isConnected);
    assertThat(text(ask())).endsWith("!");
    assertThat(server.accepted()).isEqualTo(1);
  }

  @Test
  void requestDuringThePauseFailsAtOnce() throws Exception {
    serve(Peer::reset, LONG);
    rpc.start();
    await().until(() -> attempts.get() >= 8); // pauses are of seconds from here on
    assertThat(failure(ask()).kind()).isEqualTo(RestException.Kind.CONNECT);
  }

  @Test
  void refusedHandshakeIsReported() throws Exception {
    serve(
        peer -> {
          peer.readRequest();
          peer.send(
              "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
        },
        LONG);
    assertThat(failure(ask()).kind()).isEqualTo(RestException.Kind.CONNECT);
    assertThat(refusals).contains(429);
  }

  @Test
  void refusedAttemptIsFollowedByAnother() throws Exception {
    server = new ScriptedServer(WebSocketRpcITCase::answerAll);
    rpc =
        new WebSocketRpc(
            server.uri(),
            options(LONG, 100, SOCKET),
            loop,
            client,
            () ->
                attempts.incrementAndGet() < 3
                    ? CompletableFuture.failedFuture(new IOException("no attempt is left"))
                    : CompletableFuture.completedFuture(null),
            (status, retryAfter) -> refusals.add(status),
            WebSocketRpcITCase::id,
            backoff());
    assertThat(failure(ask())).hasMessageContaining("no attempt is left");
    await().until(rpc::isConnected);
    assertThat(text(ask())).isEqualTo("2!");
  }

  @Test
  void noMoreAreOutstandingThanAllowed() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    server =
        new ScriptedServer(
            peer -> {
              peer.handshake();
              refused.await();
              answerAllOn(peer);
            });
    open(server.uri(), LONG, 2, SOCKET);
    List<CompletableFuture<byte[]>> allowed = List.of(ask(), ask());
    CompletableFuture<byte[]> third = ask();
    assertThat(third).isDone();
    assertThat(failure(third).kind()).isEqualTo(RestException.Kind.BUDGET);
    refused.countDown();
    for (CompletableFuture<byte[]> answer : allowed) {
      assertThat(text(answer)).endsWith("!");
    }
    assertThat(text(ask())).endsWith("!");
  }

  @Test
  void requestThatNobodyWaitsForIsNotSentWhenItsTurnComes() throws Exception {
    Queue<String> received = new ConcurrentLinkedQueue<>();
    server =
        new ScriptedServer(
            peer -> {
              peer.handshake();
              while (true) {
                String id = readId(peer);
                received.add(id);
                peer.text(id + "!");
              }
            });
    open(server.uri(), LONG, 100, SOCKET.withSendLimit(1, Duration.ofSeconds(1)));
    assertThat(text(ask())).isEqualTo("1!");
    CompletableFuture<byte[]> cancelled = ask();
    CompletableFuture<byte[]> next = ask();
    cancelled.cancel(false);
    assertThat(text(next)).isEqualTo("3!");
    assertThat(received).containsExactly("1", "3");
    assertThat(rpc.outstanding()).isZero();
  }

  @Test
  void socketThatAnswersNothingIsReplaced() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    serve(
        peer -> {
          peer.handshake();
          if (connections.incrementAndGet() == 1) {
            peer.readToEnd();
          }
          answerAllOn(peer);
        },
        SHORT);
    rpc.start();
    await().until(rpc::isConnected);
    assertThat(failure(ask()).kind()).isEqualTo(RestException.Kind.TIMEOUT);
    await().until(() -> server.accepted() == 2 && rpc.isConnected());
  }

  @Test
  void textThatCannotBeMadeFailsItsRequestAlone() throws Exception {
    serve(WebSocketRpcITCase::answerAll, LONG);
    CompletableFuture<byte[]> broken =
        rpc.call(
            id -> {
              throw new IllegalArgumentException("no such symbol");
            });
    await().until(broken::isDone);
    assertThat(broken).isCompletedExceptionally();
    assertThat(text(ask())).isEqualTo("2!");
  }

  @Test
  void closingFailsWhatIsOutstandingAndWhatComes() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    serve(
        peer -> {
          peer.handshake();
          readId(peer);
          read.countDown();
          peer.readToEnd();
        },
        LONG);
    CompletableFuture<byte[]> outstanding = ask();
    read.await();
    rpc.close();
    rpc.close();
    assertThat(failure(outstanding).kind()).isEqualTo(RestException.Kind.CLOSED);
    assertThat(failure(ask()).kind()).isEqualTo(RestException.Kind.CLOSED);
    loops.close();
    assertThat(failure(ask()).kind()).isEqualTo(RestException.Kind.CLOSED);
    assertThat(attempts).hasValue(1);
  }

  private void serve(ScriptedServer.Script script, Duration deadline) throws IOException {
    server = new ScriptedServer(script);
    open(server.uri("/ws-fapi/v1"), deadline, 100, SOCKET);
  }

  private void open(URI uri, Duration deadline, int maxOutstanding, WebSocketOptions socket) {
    rpc =
        new WebSocketRpc(
            uri,
            options(deadline, maxOutstanding, socket),
            loop,
            client,
            () -> {
              attempts.incrementAndGet();
              return CompletableFuture.completedFuture(null);
            },
            (status, retryAfter) -> refusals.add(status),
            WebSocketRpcITCase::id,
            backoff());
  }

  private static WebSocketRpcOptions options(
      Duration deadline, int maxOutstanding, WebSocketOptions socket) {
    Duration silence = deadline.equals(SHORT) ? SHORT.dividedBy(2) : LONG;
    return new WebSocketRpcOptions(deadline, maxOutstanding, silence, socket);
  }

  private static Backoff backoff() {
    return new Backoff(new Random(7), Duration.ofMillis(20).toNanos());
  }

  private CompletableFuture<byte[]> ask() {
    return rpc.call(id -> id + "?");
  }

  private static long id(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    return text.matches("\\d+!") ? Long.parseLong(text.substring(0, text.length() - 1)) : -1;
  }

  private static String readId(Peer peer) throws IOException {
    String text = peer.readFrame().text();
    return text.substring(0, text.length() - 1);
  }

  private static void answer(Peer peer) throws IOException {
    peer.text(readId(peer) + "!");
  }

  private static void answerAll(Peer peer) throws IOException {
    peer.handshake();
    answerAllOn(peer);
  }

  private static void answerAllOn(Peer peer) throws IOException {
    while (true) {
      answer(peer);
    }
  }

  private static String text(CompletableFuture<byte[]> answer) throws Exception {
    return new String(answer.get(20, TimeUnit.SECONDS), StandardCharsets.UTF_8);
  }

  private static RestException failure(CompletableFuture<byte[]> answer) throws Exception {
    try {
      answer.get(20, TimeUnit.SECONDS);
      throw new AssertionError("no failure");
    } catch (ExecutionException e) {
      return (RestException) e.getCause();
    }
  }
}
