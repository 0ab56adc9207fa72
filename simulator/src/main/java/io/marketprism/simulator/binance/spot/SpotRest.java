// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import io.marketprism.simulator.binance.Query;
import io.marketprism.simulator.binance.RequestWeight;
import io.marketprism.simulator.binance.RestGate;
import io.marketprism.simulator.faults.SnapshotFaults;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.TradeHistory;
import io.marketprism.simulator.venue.VenueContext;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
  private final ExchangeInfo exchangeInfo;
  private final RestGate gate;
  private final SnapshotFaults snapshots;
  private final Clock clock;

  SpotRest(Market market, VenueContext context) {
    this.market = market;
    this.exchangeInfo = new ExchangeInfo(market, context.limits().weightPerMinute());
    this.clock = context.clock();
    this.snapshots = context.snapshots();
    this.gate =
        new RestGate(
            new RequestWeight(context.limits().weightPerMinute(), clock), context.restLog());
  }

  CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    String endpoint =
        uri.path().startsWith(PREFIX) ? uri.path().substring(PREFIX.length()) : uri.path();
    Query query = new Query(uri.parameters());
    return gate.admit(channel, endpoint, weight(endpoint, query), () -> answer(endpoint, query));
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
      case "ping" -> CompletableFuture.completedFuture(RestGate.ok("{}"));
      case "time" ->
          CompletableFuture.completedFuture(RestGate.ok("{\"serverTime\":" + clock.millis() + "}"));
      default -> CompletableFuture.completedFuture(RestGate.notFound());
    };
  }

  private CompletionStage<FullHttpResponse> depth(Query query) {
    Optional<FullHttpResponse> error = badSymbol(query).or(() -> query.badNumber("limit"));
    if (error.isPresent()) {
      return CompletableFuture.completedFuture(error.get());
    }
    long limit = query.number("limit", DEFAULT_DEPTH).orElseThrow();
    return snapshots
        .depth(market, query.text("symbol"), (int) Math.max(1, Math.min(limit, MAX_DEPTH)))
        .thenApply(book -> RestGate.ok(SpotEncoder.depth(book)))
        .exceptionally(RestGate::unavailable);
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
    return RestGate.ok(SpotEncoder.historicalTrades(trades));
  }

  private Optional<FullHttpResponse> badSymbol(Query query) {
    String symbol = query.text("symbol");
    if (symbol == null || symbol.isEmpty()) {
      return Optional.of(Query.missing("symbol"));
    }
    return market.instrument(symbol).isPresent()
        ? Optional.empty()
        : Optional.of(Query.invalidSymbol());
  }
}
