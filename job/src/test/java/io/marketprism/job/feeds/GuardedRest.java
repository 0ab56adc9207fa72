// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a simulator's REST interface: writes down when requests come, can hold the answers
 * to some back, and can refuse one with 429.
 */
final class GuardedRest implements AutoCloseable {
  /**
   * A request.
   *
   * @param query path and query
   * @param nanos when it came
   */
  record Request(String query, long nanos) {}

  private final String venue;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile int retryAfterSeconds;
  private volatile long refusedAt;
  private volatile String held;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /**
   * @param venue base URL of what stands behind
   */
  GuardedRest(String venue) throws IOException {
    this.venue = venue;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Holds back the answers to requests that contain a text, until {@link #release}. */
  void hold(String text) {
    gate = new CountDownLatch(1);
    held = text;
  }

  void release() {
    held = null;
    gate.countDown();
  }

  /** Refuses the next request with 429. */
  void refuseOne(int retryAfter) {
    retryAfterSeconds = retryAfter;
    refusals.set(1);
  }

  /** When the refusal was sent, or 0. */
  long refusedAt() {
    return refusedAt;
  }

  List<Request> requests() {
    return requests;
  }

  /** Requests so far that contain a text. */
  long requests(String text) {
    return requests.stream().filter(request -> request.query().contains(text)).count();
  }

  /** How many equal requests were ever under way at one time. */
  int mostUnderWay() {
    return mostUnderWay.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().toString();
    requests.add(new Request(query, System.nanoTime()));
    AtomicInteger equal = underWay.computeIfAbsent(query, key -> new AtomicInteger());
    mostUnderWay.accumulateAndGet(equal.incrementAndGet(), Math::max);
    try (exchange) {
      if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.getResponseHeaders().set("Retry-After", Integer.toString(retryAfterSeconds));
        exchange.sendResponseHeaders(429, -1);
        refusedAt = System.nanoTime();
        return;
      }
      String text = held;
      if (text != null && query.contains(text)) {
        gate.await();
      }
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(URI.create(venue + query)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(response.statusCode(), response.body().length);
      exchange.getResponseBody().write(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      equal.decrementAndGet();
    }
  }

  @Override
  public void close() throws InterruptedException {
    release();
    server.stop(0);
    threads.shutdownNow();
    threads.awaitTermination(5, TimeUnit.SECONDS);
  }
}
