// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.market.BookUnavailableException;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.TradeHistory;
import io.marketprism.simulator.net.JsonResponse;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The REST endpoints of Binance spot that a market data client needs, with their weights and errors
 * (rest-api.md, errors.md of binance/binance-spot-api-docs).
 */
final class SpotRest {
  private static final String PREFIX = "/api/v3/";
  private static final int DEFAULT_DEPTH = 100;
  private static final int MAX_DEPTH = 5_000;
  private static final int DEFAULT_TRADES = 500;
  private static final int MAX_TRADES = 1_000;
  private final Market market;
  private final Map<String, Instrument> instruments;
  private final ExchangeInfo exchangeInfo;
  private final RequestWeight weights;
  private final RestLog log;
  private final Clock clock = Clock.systemUTC();

  SpotRest(Market market, SpotLimits limits, RestLog log) {
    this.market = market;
    this.instruments =
        market.instruments().stream()
            .collect(Collectors.toMap(Instrument::symbol, Function.identity()));
    this.exchangeInfo = new ExchangeInfo(market, limits.weightPerMinute());
    this.weights = new RequestWeight(limits.weightPerMinute(), clock);
    this.log = log;
  }

  CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    String endpoint =
        uri.path().startsWith(PREFIX) ? uri.path().substring(PREFIX.length()) : uri.path();
    Query query = new Query(uri.parameters());
    Optional<CannedAnswer> canned = log.request(endpoint);
    var standing = weights.charge(address(channel), weight(endpoint, query));
    CompletionStage<FullHttpResponse> response;
    if (canned.isPresent()) {
      CannedAnswer answer = canned.get();
      response =
          CompletableFuture.completedFuture(
              JsonResponse.of(
                  HttpResponseStatus.valueOf(answer.status()),
                  answer.contentType(),
                  answer.body()));
    } else if (standing.status() != 200) {
      response = CompletableFuture.completedFuture(refusal(standing));
    } else {
      response = answer(endpoint, query);
    }
    return response.thenApply(
        answer -> {
          answer.headers().set("X-MBX-USED-WEIGHT", standing.used());
          answer.headers().set("X-MBX-USED-WEIGHT-1M", standing.used());
          return answer;
        });
  }

  private static String address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "unknown";
  }

  private FullHttpResponse refusal(RequestWeight.Standing standing) {
    FullHttpResponse response =
        JsonResponse.error(
            HttpResponseStatus.valueOf(standing.status()),
            -1003,
            "Too much request weight used; current limit is "
                + weights.budget()
                + " request weight per 1 MINUTE. Please use WebSocket Streams for live updates to"
                + " avoid polling the API.");
    response.headers().set(HttpHeaderNames.RETRY_AFTER, standing.retryAfterSeconds());
    return response;
  }

  private static int weight(String endpoint, Query query) {
    return switch (endpoint) {
      case "depth" ->
          depthWeight(query.number("limit", DEFAULT_DEPTH).orElse((long) DEFAULT_DEPTH));
      case "exchangeInfo" -> 20;
      case "historicalTrades" -> 25;
      default -> 1;
    };
  }

  private static int depthWeight(long limit) {
    if (limit <= 100) {
      return 5;
    }
    if (limit <= 500) {
      return 25;
    }
    return limit <= 1_000 ? 50 : 250;
  }

  private CompletionStage<FullHttpResponse> answer(String endpoint, Query query) {
    return switch (endpoint) {
      case "depth" -> depth(query);
      case "exchangeInfo" -> CompletableFuture.completedFuture(exchangeInfo.answer(query));
      case "historicalTrades" -> CompletableFuture.completedFuture(historicalTrades(query));
      case "ping" -> CompletableFuture.completedFuture(ok("{}"));
      case "time" ->
          CompletableFuture.completedFuture(ok("{\"serverTime\":" + clock.millis() + "}"));
      default ->
          CompletableFuture.completedFuture(
              JsonResponse.of(
                  HttpResponseStatus.NOT_FOUND,
                  "text/html",
                  "<html><body><h2>404 Not found</h2></body></html>"));
    };
  }

  private CompletionStage<FullHttpResponse> depth(Query query) {
    Optional<FullHttpResponse> error = badSymbol(query).or(() -> query.badNumber("limit"));
    if (error.isPresent()) {
      return CompletableFuture.completedFuture(error.get());
    }
    long limit = query.number("limit", DEFAULT_DEPTH).orElseThrow();
    return market
        .depth(query.text("symbol"), (int) Math.max(1, Math.min(limit, MAX_DEPTH)))
        .thenApply(book -> ok(SpotEncoder.depth(book)))
        .exceptionally(SpotRest::unavailable);
  }

  private static FullHttpResponse unavailable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof BookUnavailableException) {
      return JsonResponse.error(HttpResponseStatus.SERVICE_UNAVAILABLE, -1001, cause.getMessage());
    }
    throw new CompletionException(cause);
  }

  private FullHttpResponse historicalTrades(Query query) {
    Optional<FullHttpResponse> error =
        badSymbol(query).or(() -> query.badNumber("limit")).or(() -> query.badNumber("fromId"));
    if (error.isPresent()) {
      return error.get();
    }
    int limit = (int) Math.min(query.number("limit", DEFAULT_TRADES).orElseThrow(), MAX_TRADES);
    TradeHistory history = market.trades(query.text("symbol"));
    var trades =
        query.text("fromId") == null
            ? history.newest(limit)
            : history.from(query.number("fromId", 0).orElseThrow(), limit);
    return ok(SpotEncoder.historicalTrades(trades));
  }

  private Optional<FullHttpResponse> badSymbol(Query query) {
    String symbol = query.text("symbol");
    if (symbol == null || symbol.isEmpty()) {
      return Optional.of(Query.missing("symbol"));
    }
    return instruments.containsKey(symbol) ? Optional.empty() : Optional.of(Query.invalidSymbol());
  }

  static FullHttpResponse ok(String json) {
    return JsonResponse.json(HttpResponseStatus.OK, json);
  }

  /** A request's parameters. */
  record Query(Map<String, List<String>> parameters) {
    String text(String name) {
      List<String> values = parameters.get(name);
      return values == null ? null : values.get(0);
    }

    /** The number of a parameter, {@code absent} where it is missing, empty where it is none. */
    Optional<Long> number(String name, long absent) {
      String text = text(name);
      if (text == null) {
        return Optional.of(absent);
      }
      boolean digits = text.matches("[0-9]{1,18}");
      return digits ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    Optional<FullHttpResponse> badNumber(String name) {
      if (number(name, 0).isPresent()) {
        return Optional.empty();
      }
      return Optional.of(
          JsonResponse.error(
              HttpResponseStatus.BAD_REQUEST,
              -1100,
              "Illegal characters found in parameter '"
                  + name
                  + "'; legal range is '^[0-9]{1,20}$'."));
    }

    static FullHttpResponse missing(String name) {
      return JsonResponse.error(
          HttpResponseStatus.BAD_REQUEST,
          -1102,
          "Mandatory parameter '" + name + "' was not sent, was empty/null, or malformed.");
    }

    static FullHttpResponse invalidSymbol() {
      return JsonResponse.error(HttpResponseStatus.BAD_REQUEST, -1121, "Invalid symbol.");
    }
  }
}
