// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.marketprism.sources.net.RequestBudget.Permit;
import io.marketprism.sources.net.RestException.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A venue's REST interface as feeds use it: every request passes the host's {@link RequestBudget},
 * the venue's own count corrects it, refusals stop the host, and what may have been an accident is
 * tried again (venues.md 1.3).
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><th>answer</th><th>what happens</th></tr>
 * <tr><td>2xx</td><td>the response</td></tr>
 * <tr><td>429, or a body that says so</td><td>RATE_LIMITED; the host rests</td></tr>
 * <tr><td>418, 403, 451</td><td>BANNED; the host rests for long</td></tr>
 * <tr><td>5xx, timeout, broken connection</td><td>up to 3 tries, 0.5 s · 2ⁿ apart ±20 %, then STATUS, TIMEOUT or CONNECT</td></tr>
 * <tr><td>any other</td><td>STATUS, at once</td></tr>
 * </table>
 *
 * <p>Any thread. Futures complete on threads that must not be blocked; hop to the feed's event loop
 * with {@code whenCompleteAsync(…, loop)}. They fail with a {@link RestException}, or with {@link
 * IllegalArgumentException} for a path without a leading slash, an unknown pool or a weight that
 * could never be granted.
 */
@SuppressWarnings("FutureReturnValueIgnored")
public final class VenueHttp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VenueHttp.class);
  private static final int TRIES = 3;
  private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(500).toNanos();
  private static final double JITTER = 0.2;

  /**
   * What differs between venues.
   *
   * @param usedWeightHeader the header with the weight used in the current minute, such as {@code
   *     X-MBX-USED-WEIGHT-1M}; empty if the venue has none
   * @param rateLimited whether a body says 429 under another status, such as code -1003 at Binance,
   *     50011 at OKX
   */
  public record Dialect(String usedWeightHeader, Predicate<RestResponse> rateLimited) {}

  private final RestClient rest;
  private final RequestBudget budget;
  private final Dialect dialect;
  private final RequestObserver observer;
  private final RandomGenerator random;
  private final Timers timers;
  private final Set<Call> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param rest closed with this
   * @param budget closed with this
   * @param random for the pauses between tries; used by several threads
   * @param observer told what becomes of each request that is sent
   */
  public VenueHttp(
      RestClient rest,
      RequestBudget budget,
      Dialect dialect,
      RandomGenerator random,
      RequestObserver observer) {
    this(rest, budget, dialect, random, observer, Timers.system("retry-" + rest.base().getHost()));
  }

  VenueHttp(
      RestClient rest,
      RequestBudget budget,
      Dialect dialect,
      RandomGenerator random,
      RequestObserver observer,
      Timers timers) {
    this.rest = rest;
    this.budget = budget;
    this.dialect = dialect;
    this.observer = observer;
    this.random = random;
    this.timers = timers;
  }

  /** Requests a path that counts towards the main pool. */
  public CompletableFuture<RestResponse> get(
      String path, Map<String, String> query, int weight, RequestBudget.Kind kind) {
    return get(path, query, weight, kind, BudgetSpec.MAIN_POOL);
  }

  /**
   * Requests a path when the budget allows it. Cancelling the future, or any other end that its
   * owner gives it, such as {@link CompletableFuture#orTimeout}, leaves the queue or ends the
   * exchange.
   *
   * @param query names and values, not yet encoded, in their iteration order
   * @param weight as the venue counts it in the pool, for each try
   * @param pool the pool it counts towards, a key of {@link BudgetSpec#pools()} or {@link
   *     BudgetSpec#MAIN_POOL}
   */
  public CompletableFuture<RestResponse> get(
      String path, Map<String, String> query, int weight, RequestBudget.Kind kind, String pool) {
    Call call = new Call(path, new LinkedHashMap<>(query), weight, kind, pool);
    open.add(call);
    call.result.whenComplete((response, error) -> call.over());
    if (closed) {
      call.close();
    } else {
      call.attempt();
    }
    return call.result;
  }

  /**
   * As {@link #get(String, Map, int, RequestBudget.Kind, String)}, for who wants the body alone. A
   * derived future would not pass its end on to the request; this one does.
   */
  public CompletableFuture<byte[]> body(
      String path, Map<String, String> query, int weight, RequestBudget.Kind kind, String pool) {
    CompletableFuture<RestResponse> response = get(path, query, weight, kind, pool);
    CompletableFuture<byte[]> body = response.thenApply(RestResponse::body);
    body.whenComplete((bytes, error) -> response.cancel(true));
    return body;
  }

  /**
   * The right to send one request to the same venue by other means, such as its WebSocket API,
   * which the venue counts together with these; see {@link RequestBudget#acquire(int,
   * RequestBudget.Kind, String)}.
   */
  public CompletableFuture<Permit> permit(int weight, RequestBudget.Kind kind, String pool) {
    return budget.acquire(weight, kind, pool);
  }

  /** The budget's state, for metrics. */
  public BudgetState budget() {
    return budget.state();
  }

  /** Fails what is under way, and closes client and budget. */
  @Override
  public void close() {
    closed = true;
    open.forEach(Call::close);
    budget.close();
    rest.close();
    timers.close();
  }

  /** One request with its tries. */
  private final class Call {
    final String path;
    final Map<String, String> query;
    final int weight;
    final RequestBudget.Kind kind;
    final String pool;
    final CompletableFuture<RestResponse> result = new CompletableFuture<>();
    private int tries;
    private volatile Future<?> pending; // what to cancel when nobody wants the result any more

    Call(String path, Map<String, String> query, int weight, RequestBudget.Kind kind, String pool) {
      this.path = path;
      this.query = query;
      this.weight = weight;
      this.kind = kind;
      this.pool = pool;
    }

    void attempt() {
      tries++;
      CompletableFuture<Permit> permit;
      try {
        permit = budget.acquire(weight, kind, pool);
      } catch (IllegalArgumentException e) {
        result.completeExceptionally(e);
        return;
      }
      await(permit);
      permit.whenComplete(
          (granted, error) -> {
            if (error != null) {
              result.completeExceptionally(unwrap(error));
            } else {
              send(granted);
            }
          });
    }

    private void send(Permit permit) {
      CompletableFuture<RestResponse> exchange;
      long began = System.nanoTime();
      try {
        exchange = rest.get(path, query);
      } catch (IllegalArgumentException e) {
        permit.inconclusive();
        result.completeExceptionally(e);
        return;
      }
      await(exchange);
      exchange.whenComplete(
          (response, error) -> {
            long nanos = System.nanoTime() - began;
            if (error != null) {
              observer.sent(path, RequestOutcome.of(unwrap(error)), nanos);
              permit.inconclusive();
              failed(unwrap(error));
              return;
            }
            try {
              observer.sent(path, RequestOutcome.of(response, dialect), nanos);
              answered(response, permit);
            } catch (RuntimeException e) { // of the dialect
              permit.inconclusive();
              result.completeExceptionally(e);
            }
          });
    }

    private void answered(RestResponse response, Permit permit) {
      countedByVenue(response);
      int status = response.status();
      int refusal = RequestOutcome.refusal(response, dialect);
      if (refusal != 0) {
        refused(response, refusal, permit);
      } else if (status >= 500) {
        permit.inconclusive();
        failed(exception(Kind.STATUS, response, null));
      } else {
        permit.answered();
        if (RequestOutcome.isSuccess(response)) {
          result.complete(response);
        } else {
          result.completeExceptionally(exception(Kind.STATUS, response, null));
        }
      }
    }

    private void refused(RestResponse response, int status, Permit permit) {
      Optional<Duration> retryAfter = RetryAfter.parse(response.header("Retry-After").orElse(null));
      permit.refused(status, retryAfter);
      observer.refused(status);
      Duration rest = budget.state().blockedFor();
      LOG.warn("{}; nothing is sent there for {} s", response, (rest.toMillis() + 999) / 1000);
      result.completeExceptionally(
          exception(status == 429 ? Kind.RATE_LIMITED : Kind.BANNED, response, rest));
    }

    private void failed(Throwable error) {
      boolean repeatable =
          error instanceof RestException rest
              && (rest.kind() == Kind.STATUS
                  || rest.kind() == Kind.TIMEOUT
                  || rest.kind() == Kind.CONNECT);
      if (!repeatable || tries >= TRIES || result.isDone()) {
        result.completeExceptionally(error);
        return;
      }
      double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
      long pause = Math.round((FIRST_PAUSE_NANOS << (tries - 1)) * factor);
      await(timers.after(pause, this::attempt));
    }

    private void await(Future<?> next) {
      pending = next;
      if (result.isDone()) {
        next.cancel(true);
      }
    }

    void close() {
      result.completeExceptionally(
          new RestException(Kind.CLOSED, "GET " + rest.base() + path + ": the client was closed"));
    }

    void over() {
      open.remove(this);
      Future<?> current = pending;
      if (current != null) {
        current.cancel(true);
      }
    }
  }

  private void countedByVenue(RestResponse response) {
    if (dialect.usedWeightHeader.isEmpty()) {
      return;
    }
    String value = response.header(dialect.usedWeightHeader).orElse("").strip();
    if (value.matches("\\d{1,9}")) {
      budget.used(Long.parseLong(value));
    }
  }

  private static RestException exception(Kind kind, RestResponse response, Duration retryAfter) {
    return new RestException(
        kind, response.toString(), response.status(), response.body(), retryAfter, null);
  }

  private static Throwable unwrap(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }
}
