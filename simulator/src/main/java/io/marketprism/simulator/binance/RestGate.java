// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.market.BookUnavailableException;
import io.marketprism.simulator.net.JsonResponse;
import io.marketprism.simulator.venue.RestLog;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What every REST request of a Binance venue passes: it is counted, charged its weight, and may be
 * refused or answered wrongly on purpose; the answer tells the weight used. Used on one event loop.
 */
public final class RestGate {
  private final RequestWeight weights;
  private final RestLog log;

  /** A gate with the venue's budget of weight. */
  public RestGate(RequestWeight weights, RestLog log) {
    this.weights = weights;
    this.log = log;
  }

  /** Lets a request in that costs weight. */
  public CompletionStage<FullHttpResponse> admit(
      Channel channel,
      String endpoint,
      int weight,
      Supplier<CompletionStage<FullHttpResponse>> answer) {
    RequestWeight.Standing standing = charge(channel, weight);
    return admit(endpoint, standing, weights.budget() + " request weight per 1 MINUTE", answer)
        .thenApply(
            response -> {
              response.headers().set("X-MBX-USED-WEIGHT", standing.used());
              response.headers().set("X-MBX-USED-WEIGHT-1M", standing.used());
              return response;
            });
  }

  /** Lets a request in that counts against a limit of its own. */
  public CompletionStage<FullHttpResponse> admit(
      Channel channel,
      String endpoint,
      RequestWeight own,
      String ownLimit,
      Supplier<CompletionStage<FullHttpResponse>> answer) {
    return admit(endpoint, own.charge(address(channel), 1), ownLimit, answer);
  }

  private CompletionStage<FullHttpResponse> admit(
      String endpoint,
      RequestWeight.Standing standing,
      String limit,
      Supplier<CompletionStage<FullHttpResponse>> answer) {
    Optional<CannedAnswer> canned = log.request(endpoint);
    if (canned.isPresent()) {
      CannedAnswer wrong = canned.get();
      return CompletableFuture.completedFuture(
          JsonResponse.of(
              HttpResponseStatus.valueOf(wrong.status()), wrong.contentType(), wrong.body()));
    }
    return standing.status() == 200
        ? answer.get()
        : CompletableFuture.completedFuture(refusal(standing, limit));
  }

  /** Charges the address of a connection without a request. */
  public RequestWeight.Standing charge(Channel channel, int weight) {
    return weights.charge(address(channel), weight);
  }

  private static String address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "unknown";
  }

  private static FullHttpResponse refusal(RequestWeight.Standing standing, String limit) {
    FullHttpResponse response =
        JsonResponse.error(
            HttpResponseStatus.valueOf(standing.status()),
            -1003,
            "Too much request weight used; current limit is "
                + limit
                + ". Please use WebSocket Streams for live updates to avoid polling the API.");
    response.headers().set(HttpHeaderNames.RETRY_AFTER, standing.retryAfterSeconds());
    return response;
  }

  /** A good answer. */
  public static FullHttpResponse ok(String json) {
    return JsonResponse.json(HttpResponseStatus.OK, json);
  }

  /** The answer to an unknown path. */
  public static FullHttpResponse notFound() {
    return JsonResponse.of(
        HttpResponseStatus.NOT_FOUND,
        "text/html",
        "<html><body><h2>404 Not found</h2></body></html>");
  }

  /** The answer where the market has no book; any other failure goes on. */
  public static FullHttpResponse unavailable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof BookUnavailableException) {
      return JsonResponse.error(HttpResponseStatus.SERVICE_UNAVAILABLE, -1001, cause.getMessage());
    }
    throw new CompletionException(cause);
  }
}
