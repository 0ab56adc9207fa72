// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketprism.sources.net.RequestBudget.Kind;
import io.marketprism.sources.net.ScriptedServer.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VenueHttpITCase {
  private static final AtomicInteger HOSTS = new AtomicInteger();
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final ManualTimers retries = new ManualTimers();
  private final List<AutoCloseable> open = new ArrayList<>();
  private RestOptions options = RestOptions.defaults();
  private BudgetSpec spec = BudgetSpec.perMinute(6_000);
  private ScriptedServer server;
  private VenueHttp http;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /** LL9. */
  @Test
  void twentyRequestsInARowUseOneConnection() throws Exception {
    start(answer -> OK + "Content-Length: 2\r\n\r\nok");
    for (int i = 0; i < 20; i++) {
      assertThat(get().join().body()).asString(StandardCharsets.UTF_8).isEqualTo("ok");
    }
    assertThat(requests).hasSize(20);
    assertThat(server.accepted()).isEqualTo(1);
  }

  @Test
  void asksWithEncodedQueryInOrderAndNeutralName() throws Exception {
    BlockingQueue<String> agents = new LinkedBlockingQueue<>();
    startPeer(
        peer -> {
          while (peer.readRequest()) {
            requests.add(peer.requestLine());
            agents.add(peer.headers().get("User-Agent"));
            peer.send((OK + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
          }
        });
    Map<String, String> query = new LinkedHashMap<>();
    query.put("symbol", "币安人生USDT");
    query.put("limit", "1000");
    query.put("a", "b&c");
    http.get("/api/v3/depth", query, 50, Kind.SNAPSHOT).join();
    assertThat(requests)
        .containsExactly(
            "GET /api/v3/depth?symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT&limit=1000&a=b%26c"
                + " HTTP/1.1");
    assertThat(agents).containsExactly("marketprism-collector");
  }

  @Test
  void venuesCountOfUsedWeightReachesTheBudget() throws Exception {
    start(answer -> OK + "x-mbx-used-weight-1m: 1234\r\nContent-Length: 0\r\n\r\n");
    get().join();
    assertThat(http.budget().used()).isEqualTo(1_234);
  }

  @ParameterizedTest
  @CsvSource({"400", "404", "302"})
  void otherStatusIsAnErrorAtOnceThatSaysWhatTheVenueSaid(int status) throws Exception {
    String body = "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}" + "x".repeat(500);
    start(
        answer ->
            "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    RestException failure = failure(get());
    assertThat(failure.kind()).isEqualTo(RestException.Kind.STATUS);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.body()).hasSize(body.length());
    assertThat(failure.getMessage())
        .contains("/api/v3/depth")
        .contains("" + status)
        .contains("Invalid symbol")
        .hasSizeLessThan(400);
    assertThat(requests).hasSize(1);
  }

  @Test
  void serverErrorIsTriedThreeTimesWithGrowingPauses() throws Exception {
    start(answer -> "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
    CompletableFuture<RestResponse> result = get();
    await().until(() -> retries.pending() == 1);
    retries.advance(Duration.ofMillis(399));
    assertThat(retries.pending()).isEqualTo(1);
    retries.advance(Duration.ofMillis(201));
    await().until(() -> requests.size() == 2 && retries.pending() == 1);
    retries.advance(Duration.ofMillis(799));
    assertThat(retries.pending()).isEqualTo(1);
    retries.advance(Duration.ofMillis(401));
    RestException failure = failure(result);
    assertThat(failure.kind()).isEqualTo(RestException.Kind.STATUS);
    assertThat(failure.status()).isEqualTo(503);
    assertThat(requests).hasSize(3);
  }

  @Test
  void successAfterAFailedTryIsASuccess() throws Exception {
    start(
        answer ->
            requests.size() == 1
                ? "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"
                : OK + "Content-Length: 4\r\n\r\nfine");
    CompletableFuture<RestResponse> result = get();
    await().until(() -> retries.pending() == 1);
    retries.advance(Duration.ofSeconds(1));
    assertThat(result.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
  }

  /** LL13. */
  @Test
  void rateLimitHoldsEverythingBackUntilOneProbeWentThrough() throws Exception {
    CountDownLatch probeMayEnd = new CountDownLatch(1);
    AtomicInteger served = new AtomicInteger();
    AtomicLong probedAt = new AtomicLong();
    startPeer(
        peer -> {
          while (peer.readRequest()) {
            requests.add(peer.requestLine());
            int number = served.getAndIncrement();
            if (number == 1) {
              probedAt.set(System.nanoTime());
              probeMayEnd.await();
            }
            String head = number == 0 ? "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\n" : OK;
            peer.send((head + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
          }
        });
    long start = System.nanoTime();
    RestException failure = failure(get());
    assertThat(failure.kind()).isEqualTo(RestException.Kind.RATE_LIMITED);
    assertThat(failure.retryAfter()).isPresent();
    List<CompletableFuture<RestResponse>> waiting = List.of(get(), get(), get());
    await().until(() -> probedAt.get() != 0);
    assertThat(probedAt.get() - start).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
    assertThat(http.budget().waiting()).isEqualTo(2);
    probeMayEnd.countDown();
    for (CompletableFuture<RestResponse> each : waiting) {
      assertThat(each.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
    assertThat(requests).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {418, 403, 451})
  void banIsToldAndNothingMoreIsSent(int status) throws Exception {
    start(answer -> "HTTP/1.1 " + status + " Banned\r\nContent-Length: 0\r\n\r\n");
    assertThat(failure(get()).kind()).isEqualTo(RestException.Kind.BANNED);
    RestException second = failure(get());
    assertThat(second.kind()).isEqualTo(RestException.Kind.BANNED);
    assertThat(second.status()).isEqualTo(status);
    assertThat(requests).hasSize(1);
  }

  @Test
  void bodyThatSaysRateLimitedUnderStatus200IsTakenForIt() throws Exception {
    start(answer -> OK + "Content-Length: 16\r\n\r\n{\"code\":\"50011\"}");
    assertThat(failure(get()).kind()).isEqualTo(RestException.Kind.RATE_LIMITED);
    assertThat(http.budget().blockedBy()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bodyLargerThanTheBoundIsAnError(boolean announced) throws Exception {
    options = options.withMaxBodyBytes(100_000);
    String head = OK + (announced ? "Content-Length: 200000" : "Connection: close") + "\r\n\r\n";
    start(answer -> head + "x".repeat(200_000));
    RestException failure = failure(get());
    assertThat(failure.kind()).isEqualTo(RestException.Kind.OVERSIZE);
    assertThat(failure.getMessage()).contains("100000");
    assertThat(requests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", OK, OK + "Content-Length: 100\r\n\r\ntrickle"})
  void answerThatNeverEndsIsATimeoutAndItsConnectionClosed(String beginning) throws Exception {
    options = options.withDeadline(Duration.ofMillis(300));
    CountDownLatch hungUp = new CountDownLatch(3);
    startPeer(
        peer -> {
          peer.readRequest();
          requests.add(peer.requestLine());
          peer.send(beginning.getBytes(StandardCharsets.UTF_8));
          try {
            peer.readToEnd();
          } finally {
            hungUp.countDown();
          }
        });
    CompletableFuture<RestResponse> result = get();
    for (int i = 1; i < 3; i++) {
      await().until(() -> retries.pending() == 1);
      retries.advance(Duration.ofSeconds(3));
    }
    assertThat(failure(result).kind()).isEqualTo(RestException.Kind.TIMEOUT);
    assertThat(requests).hasSize(3);
    assertThat(hungUp.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void refusedConnectionIsAConnectError() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server = new ScriptedServer(taken, "http", Peer::reset);
    }
    open.add(server);
    client();
    CompletableFuture<RestResponse> result = get();
    for (int i = 1; i < 3; i++) {
      await().until(() -> retries.pending() == 1);
      retries.advance(Duration.ofSeconds(3));
    }
    RestException failure = failure(result);
    assertThat(failure.kind()).isEqualTo(RestException.Kind.CONNECT);
    assertThat(failure.getMessage()).contains("/api/v3/depth");
  }

  @Test
  void noMoreConnectionsThanAllowed() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    startPeer(
        peer -> {
          while (peer.readRequest()) {
            requests.add(peer.requestLine());
            release.await();
            peer.send((OK + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
          }
        });
    List<CompletableFuture<RestResponse>> all = List.of(get(), get(), get(), get(), get());
    await().until(() -> requests.size() == 2);
    assertThat(server.accepted()).isEqualTo(2);
    release.countDown();
    for (CompletableFuture<RestResponse> each : all) {
      each.get(20, TimeUnit.SECONDS);
    }
    assertThat(requests).hasSize(5);
  }

  @Test
  void tooManyWaitingRequestsAreRefused() throws Exception {
    options = options.withMaxConnections(1).withMaxWaiting(1);
    startPeer(Peer::readToEnd);
    try (RestClient rest = new RestClient(server.uri("/"), options)) {
      CompletableFuture<RestResponse> first = rest.get("/a", Map.of());
      CompletableFuture<RestResponse> second = rest.get("/b", Map.of());
      assertThat(failure(rest.get("/c", Map.of())).kind()).isEqualTo(RestException.Kind.BUDGET);
      second.cancel(true);
      CompletableFuture<RestResponse> third = rest.get("/d", Map.of());
      assertThat(third).isNotDone();
      rest.close();
      assertThat(failure(first).kind()).isEqualTo(RestException.Kind.CLOSED);
      assertThat(failure(third).kind()).isEqualTo(RestException.Kind.CLOSED);
      assertThat(failure(rest.get("/e", Map.of())).kind()).isEqualTo(RestException.Kind.CLOSED);
    }
  }

  @Test
  void cancellingEndsTheExchange() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch hungUp = new CountDownLatch(1);
    startPeer(
        peer -> {
          peer.readRequest();
          asked.countDown();
          try {
            peer.readToEnd();
          } finally {
            hungUp.countDown();
          }
        });
    CompletableFuture<RestResponse> result = get();
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    result.cancel(false);
    assertThat(hungUp.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void impossibleRequestsAndAFailingDialectEndTheirFuture() throws Exception {
    start(answer -> OK + "Content-Length: 6\r\n\r\npoison");
    for (CompletableFuture<RestResponse> each :
        List.of(
            http.get("no/slash", Map.of(), 1, Kind.METADATA),
            http.get("/heavy", Map.of(), 601, Kind.METADATA),
            http.get("/poison", Map.of(), 1, Kind.METADATA))) {
      await().until(each::isCompletedExceptionally);
      assertThatThrownBy(each::join).hasCauseInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void closingFailsWhatIsUnderWayAndWhatPauses() throws Exception {
    start(answer -> "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
    CompletableFuture<RestResponse> pausing = get();
    await().until(() -> retries.pending() == 1);
    http.close();
    assertThat(failure(pausing).kind()).isEqualTo(RestException.Kind.CLOSED);
    assertThat(failure(get()).kind()).isEqualTo(RestException.Kind.CLOSED);
  }

  /**
   * A poll whose answer nobody would use any more: its owner bounds the time, and it is not sent.
   */
  @Test
  void requestThatItsOwnerEndsWhileItWaitsIsNeverSent() throws Exception {
    spec = spec.withPools(Map.of("ratios", new BudgetSpec.Pool(2, Duration.ofHours(1))));
    start(answer -> OK + "Content-Length: 2\r\n\r\nok");
    assertThat(ratio("first").get(20, TimeUnit.SECONDS))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("ok");
    CompletableFuture<byte[]> late = ratio("late");
    CompletableFuture<byte[]> cancelled = ratio("cancelled");
    assertThat(http.budget().pools().get("ratios").waiting()).isEqualTo(2);
    cancelled.cancel(false);
    late.orTimeout(100, TimeUnit.MILLISECONDS);
    await().until(late::isCompletedExceptionally);
    await().until(() -> http.budget().waiting() == 0);
    assertThat(requests).hasSize(1);
    get().get(20, TimeUnit.SECONDS); // another pool goes on
  }

  @Test
  void refusalOnAnotherWayToTheVenueStopsRequestsToo() throws Exception {
    start(answer -> OK + "Content-Length: 0\r\n\r\n");
    RequestBudget.Permit permit = http.permit(5, Kind.POLL, BudgetSpec.MAIN_POOL).join();
    assertThat(http.budget().used()).isEqualTo(5);
    permit.refused(418, Optional.empty());
    assertThat(failure(get()).kind()).isEqualTo(RestException.Kind.BANNED);
    assertThat(requests).isEmpty();
  }

  private CompletableFuture<byte[]> ratio(String symbol) {
    return http.body("/ratio", Map.of("symbol", symbol), 1, Kind.POLL, "ratios");
  }

  private interface Answer {
    String to(String requestLine);
  }

  private void start(Answer answer) throws IOException {
    startPeer(
        peer -> {
          while (peer.readRequest()) {
            requests.add(peer.requestLine());
            String text = answer.to(peer.requestLine());
            peer.send(text.getBytes(StandardCharsets.UTF_8));
            if (text.contains("Connection: close")) {
              return;
            }
          }
        });
  }

  private void startPeer(ScriptedServer.Script script) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server = new ScriptedServer(socket, "http", script);
    open.add(server);
    client();
  }

  private void client() {
    http =
        new VenueHttp(
            new RestClient(server.uri(""), options),
            RequestBudget.open("venue-http-" + HOSTS.incrementAndGet(), spec),
            new VenueHttp.Dialect("X-MBX-USED-WEIGHT-1M", VenueHttpITCase::saysRateLimited),
            new Random(7),
            RequestObserver.NONE,
            retries);
    open.add(0, http);
  }

  private static boolean saysRateLimited(RestResponse response) {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    if (body.equals("poison")) {
      throw new IllegalArgumentException("a defect of the dialect");
    }
    return body.contains("50011");
  }

  private CompletableFuture<RestResponse> get() {
    return http.get("/api/v3/depth", Map.of("symbol", "BTCUSDT"), 5, Kind.METADATA);
  }

  private static RestException failure(CompletableFuture<?> future) throws Exception {
    try {
      future.get(20, TimeUnit.SECONDS);
      throw new AssertionError("no failure");
    } catch (ExecutionException e) {
      return (RestException) e.getCause();
    }
  }
}
