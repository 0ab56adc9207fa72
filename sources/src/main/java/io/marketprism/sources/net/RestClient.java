// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.marketprism.sources.net.RestException.Kind;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Requests to one host over few, kept connections (LL9): HTTP/1.1, keep-alive, no redirects, one
 * deadline for the whole exchange, a bounded body. It neither paces nor repeats; {@link VenueHttp}
 * does.
 *
 * <p>Any thread. The futures complete on threads of this class or of the common pool: do not block
 * them, and hop to the feed's event loop with {@code whenCompleteAsync(…, loop)}.
 *
 * <p><b>What remains after close.</b> The worker and timer threads end at once. The JDK's client
 * has no {@code close()} before Java 21: its selector thread ends within about 3 s after the
 * garbage collector has found the client unreachable, which {@link #close()} makes it; idle
 * connections are closed with it. Java 17 keeps an idle connection for 20 minutes; from Java 20 on
 * it is 30 s, so set {@code -Djdk.httpclient.keepalive.timeout} there to more than the longest poll
 * interval.
 */
@SuppressWarnings("FutureReturnValueIgnored")
public final class RestClient implements AutoCloseable {
  private static final int WORKERS = 2;

  private final URI base;
  private final RestOptions options;
  private final ExecutorService workers;
  private final Timers timers;

  private final Object lock = new Object();
  private final Queue<Exchange> waiting = new ArrayDeque<>();
  private final Set<Exchange> underWay = new HashSet<>();
  private HttpClient http; // null: closed

  /**
   * @param base scheme, host, port and an optional path prefix, such as {@code
   *     https://api.binance.com}
   */
  public RestClient(URI base, RestOptions options) {
    if (base.getHost() == null || base.getQuery() != null) {
      throw new IllegalArgumentException(base + " is not of the form http[s]://host[:port][/path]");
    }
    this.base = base;
    this.options = options;
    this.workers =
        Executors.newFixedThreadPool(WORKERS, DaemonThreads.named("rest-" + base.getHost()));
    this.timers = Timers.system("rest-timer-" + base.getHost());
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(workers)
            .build();
  }

  /** The host this client talks to. */
  public URI base() {
    return base;
  }

  /**
   * Requests {@code base + path ? query}. The future completes with the answer whatever its status,
   * or fails with a {@link RestException} of kind TIMEOUT, CONNECT, OVERSIZE, BUDGET (too many
   * wait) or CLOSED. Cancelling it ends the exchange.
   *
   * @param path begins with a slash
   * @param query names and values, not yet encoded, in their iteration order
   */
  public CompletableFuture<RestResponse> get(String path, Map<String, String> query) {
    Exchange exchange = new Exchange(uri(path, query));
    RestException refusal = null;
    synchronized (lock) {
      if (http == null) {
        refusal = new RestException(Kind.CLOSED, "GET " + exchange.uri + ": the client is closed");
      } else if (underWay.size() >= options.maxConnections()
          && waiting.size() >= options.maxWaiting()) {
        refusal =
            new RestException(
                Kind.BUDGET,
                "GET " + exchange.uri + ": already " + waiting.size() + " requests wait");
      } else {
        waiting.add(exchange);
      }
    }
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    exchange.result.whenComplete((response, error) -> over(exchange));
    startWaiting();
    return exchange.result;
  }

  private URI uri(String path, Map<String, String> query) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path '" + path + "' does not begin with a slash");
    }
    StringJoiner parameters = new StringJoiner("&", "?", "").setEmptyValue("");
    query.forEach(
        (name, value) ->
            parameters.add(
                URLEncoder.encode(name, StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    String prefix = base.toString();
    prefix = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return URI.create(prefix + path + parameters);
  }

  private void startWaiting() {
    while (true) {
      Exchange next;
      HttpClient client;
      synchronized (lock) {
        client = http;
        if (client == null || waiting.isEmpty() || underWay.size() >= options.maxConnections()) {
          return;
        }
        next = waiting.remove();
        underWay.add(next);
      }
      next.start(client);
    }
  }

  private void over(Exchange exchange) {
    synchronized (lock) {
      underWay.remove(exchange);
      waiting.remove(exchange);
    }
    startWaiting();
  }

  /** Fails what is under way or waiting with kind CLOSED, and ends the threads. */
  @Override
  public void close() {
    List<Exchange> open = new ArrayList<>();
    synchronized (lock) {
      http = null;
      open.addAll(underWay);
      open.addAll(waiting);
    }
    for (Exchange exchange : open) {
      exchange.fail(Kind.CLOSED, "the client was closed", null);
    }
    timers.close();
    workers.shutdown();
  }

  private final class Exchange {
    final URI uri;
    final CompletableFuture<RestResponse> result = new CompletableFuture<>();

    Exchange(URI uri) {
      this.uri = uri;
    }

    void start(HttpClient client) {
      HttpRequest request =
          HttpRequest.newBuilder(uri).header("User-Agent", Upgrade.USER_AGENT).GET().build();
      CompletableFuture<HttpResponse<byte[]>> sent =
          client.sendAsync(
              request,
              head ->
                  new BoundedBody(
                      options.maxBodyBytes(),
                      head.headers().firstValueAsLong("Content-Length").orElse(-1)));
      // The JDK's own request timeout ends with the headers; a body that trickles would escape it.
      Future<?> timer =
          timers.after(
              options.deadline().toNanos(),
              () ->
                  fail(
                      Kind.TIMEOUT,
                      "no complete answer within " + options.deadline().toMillis() + " ms",
                      null));
      sent.whenComplete(this::answered);
      result.whenComplete(
          (response, error) -> {
            timer.cancel(false);
            sent.cancel(true);
          });
    }

    private void answered(HttpResponse<byte[]> response, Throwable error) {
      if (error == null) {
        result.complete(
            new RestResponse(uri, response.statusCode(), response.headers(), response.body()));
        return;
      }
      Throwable cause = error;
      while (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      Throwable origin = cause;
      while (origin.getCause() != null && !(origin instanceof BoundedBody.TooLarge)) {
        origin = origin.getCause();
      }
      if (origin instanceof BoundedBody.TooLarge) {
        fail(Kind.OVERSIZE, origin.getMessage(), cause);
      } else {
        fail(Kind.CONNECT, cause.toString(), cause);
      }
    }

    void fail(Kind kind, String what, Throwable cause) {
      result.completeExceptionally(
          new RestException(kind, "GET " + uri + ": " + what, 0, new byte[0], null, cause));
    }
  }
}
