// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import io.marketprism.simulator.net.JsonResponse;
import io.marketprism.simulator.truth.Fact;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What is to go wrong with REST requests. Thread safe. */
public final class RestFaults {
  private static final String HTML = "<html><body>We are working on it.</body></html>";

  private static final class Pending {
    private final FaultRequest request;
    private final Optional<String> endpoint;
    private final boolean window;
    private final long untilNanos;
    private int left;

    private Pending(FaultRequest request, Optional<String> endpoint, boolean window) {
      this.request = request;
      this.endpoint = endpoint;
      this.window = window;
      this.untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(request.millis());
      this.left = request.count();
    }

    private boolean concerns(String requested, String symbol) {
      return endpoint.map(requested::equals).orElse(true)
          && request.symbol().map(one -> one.equals(symbol)).orElse(true);
    }

    private long millisLeft() {
      return TimeUnit.NANOSECONDS.toMillis(untilNanos - System.nanoTime());
    }
  }

  private final Map<String, Deque<CannedAnswer>> answers = new HashMap<>();
  private final List<Pending> pending = new ArrayList<>();
  private final RestShape shape;
  private final FaultLog log;

  /** Faults of a venue's REST interface. */
  public RestFaults(RestShape shape, FaultLog log) {
    this.shape = shape;
    this.log = log;
  }

  /** Lets requests suffer what is asked for. */
  public synchronized void inflict(FaultRequest request) {
    boolean ofBooks =
        request.kind() == FaultKind.SNAPSHOT_ERROR || request.kind() == FaultKind.SNAPSHOT_GARBAGE;
    boolean window =
        request.kind() == FaultKind.REST_429 || request.kind() == FaultKind.REST_418;
    Optional<String> endpoint = ofBooks ? Optional.of(shape.bookEndpoint()) : request.endpoint();
    pending.add(new Pending(request, endpoint, window));
    if (window) {
      Map<String, String> more = new HashMap<>();
      endpoint.ifPresent(one -> more.put("endpoint", one));
      log.tookEffect(request.kind(), FaultFeed.REST, Fact.ALL, request.millis(), more);
    }
  }

  /**
   * Answers the next {@code times} requests of a REST endpoint with the given answer.
   *
   * @param endpoint last part of the path, e.g. {@code depth}
   */
  public synchronized void answer(String endpoint, int times, CannedAnswer answer) {
    Deque<CannedAnswer> queue = answers.computeIfAbsent(endpoint, key -> new ArrayDeque<>());
    for (int i = 0; i < times; i++) {
      queue.addLast(answer);
    }
  }

  /** Takes the answer that the next request of an endpoint shall get instead of the real one. */
  public synchronized Optional<CannedAnswer> takeAnswer(String endpoint) {
    return Optional.ofNullable(answers.get(endpoint)).map(Deque::pollFirst);
  }

  /**
   * What a request gets instead of the venue's answer; empty where it shall be the venue's.
   *
   * @param endpoint last part of the path
   */
  public Optional<CompletionStage<FullHttpResponse>> instead(
      Channel channel, String endpoint, QueryStringDecoder uri) {
    List<String> symbols = uri.parameters().get(shape.symbolParameter());
    String symbol = symbols == null ? "" : symbols.get(0);
    return take(endpoint, symbol).map(fault -> answer(channel, fault));
  }

  private synchronized Optional<Pending> take(String endpoint, String symbol) {
    pending.removeIf(fault -> fault.window && fault.millisLeft() <= 0);
    for (Iterator<Pending> faults = pending.iterator(); faults.hasNext(); ) {
      Pending fault = faults.next();
      if (fault.concerns(endpoint, symbol)) {
        if (!fault.window) {
          if (--fault.left == 0) {
            faults.remove();
          }
          log.tookEffect(
              fault.request.kind(),
              FaultFeed.REST,
              symbol.isEmpty() ? Fact.ALL : symbol,
              fault.request.millis(),
              Fact.values("endpoint", endpoint));
        }
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  private CompletionStage<FullHttpResponse> answer(Channel channel, Pending fault) {
    FaultRequest request = fault.request;
    return switch (request.kind()) {
      case REST_429 -> done(wait(HttpResponseStatus.TOO_MANY_REQUESTS, fault.millisLeft()));
      case REST_418 -> done(wait(HttpResponseStatus.valueOf(418), fault.millisLeft()));
      case REST_HANG -> {
        channel.eventLoop().schedule(() -> channel.close(), request.millis(), TimeUnit.MILLISECONDS);
        yield new CompletableFuture<>();
      }
      case REST_GARBAGE, SNAPSHOT_GARBAGE ->
          done(JsonResponse.of(HttpResponseStatus.OK, "text/html", HTML));
      default ->
          done(
              JsonResponse.text(
                  HttpResponseStatus.valueOf(request.status()), "Service Unavailable"));
    };
  }

  /** A refusal that tells in how many seconds to come again. */
  private FullHttpResponse wait(HttpResponseStatus status, long millis) {
    FullHttpResponse response = JsonResponse.json(status, shape.rateLimitBody());
    response.headers().set(HttpHeaderNames.RETRY_AFTER, Math.max(1, (millis + 999) / 1_000));
    return response;
  }

  private static CompletionStage<FullHttpResponse> done(FullHttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }
}
