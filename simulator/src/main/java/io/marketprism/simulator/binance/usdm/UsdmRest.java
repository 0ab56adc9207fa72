// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import io.marketprism.simulator.binance.Query;
import io.marketprism.simulator.binance.RequestWeight;
import io.marketprism.simulator.binance.RestGate;
import io.marketprism.simulator.faults.SnapshotFaults;
import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.TradeHistory;
import io.marketprism.simulator.net.JsonResponse;
import io.marketprism.simulator.venue.VenueContext;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The REST endpoints of Binance USD-M that a market data client needs, with their weights, limits
 * and errors (developers.binance.com, USD-M market data endpoints and "General Info").
 */
final class UsdmRest {
  private static final String API = "/fapi/v1/";
  private static final String STATISTICS = "/futures/data/";
  private static final int STATISTICS_PER_WINDOW = 1_000;
  private static final int FUNDING_INFO_PER_WINDOW = 500;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int DEFAULT_TRADES = 500;
  private static final int MAX_TRADES = 1_000;
  private final Market market;
  private final UsdmFigures figures;
  private final UsdmExchangeInfo exchangeInfo;
  private final RestGate gate;
  private final SnapshotFaults snapshots;
  private final RequestWeight statistics;
  private final RequestWeight fundingInfo;
  private final Clock clock;

  UsdmRest(Market market, Derivatives derivatives, RestGate gate, VenueContext context) {
    this.market = market;
    this.clock = context.clock();
    this.snapshots = context.snapshots();
    this.figures = new UsdmFigures(market, derivatives);
    this.exchangeInfo = new UsdmExchangeInfo(market, context.limits().weightPerMinute(), clock);
    this.gate = gate;
    this.statistics = new RequestWeight(STATISTICS_PER_WINDOW, WINDOW, clock);
    this.fundingInfo = new RequestWeight(FUNDING_INFO_PER_WINDOW, WINDOW, clock);
  }

  CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    Query query = new Query(uri.parameters());
    String path = uri.path();
    if (path.startsWith(STATISTICS)) {
      String endpoint = path.substring(STATISTICS.length());
      return gate.admit(
          channel, endpoint, statistics, limit(statistics), () -> statistics(endpoint, query));
    }
    String endpoint = path.startsWith(API) ? path.substring(API.length()) : path;
    if (endpoint.equals("fundingInfo")) {
      return gate.admit(
          channel, endpoint, fundingInfo, limit(fundingInfo), () -> done(figures.fundingInfo()));
    }
    return gate.admit(channel, endpoint, weight(endpoint, query), () -> answer(endpoint, query));
  }

  private static String limit(RequestWeight requests) {
    return requests.budget() + " requests per 5 MINUTES";
  }

  private static int weight(String endpoint, Query query) {
    return switch (endpoint) {
      case "depth" -> UsdmDepth.weight(query);
      case "aggTrades", "historicalTrades" -> 20;
      case "premiumIndex" -> query.text("symbol") == null ? 10 : 1;
      default -> 1;
    };
  }

  private CompletionStage<FullHttpResponse> answer(String endpoint, Query query) {
    return switch (endpoint) {
      case "depth" -> depth(query);
      case "exchangeInfo" -> done(RestGate.ok(exchangeInfo.text()));
      case "aggTrades" -> done(aggTrades(query));
      case "historicalTrades" ->
          done(
              JsonResponse.error(
                  HttpResponseStatus.UNAUTHORIZED, -2014, "API-key format invalid."));
      case "premiumIndex" -> done(figures.premiumIndex(query));
      case "openInterest" -> done(figures.openInterest(query));
      case "ping" -> done(RestGate.ok("{}"));
      case "time" -> done(RestGate.ok("{\"serverTime\":" + clock.millis() + "}"));
      default -> done(RestGate.notFound());
    };
  }

  private CompletionStage<FullHttpResponse> statistics(String endpoint, Query query) {
    return done(
        switch (endpoint) {
          case "topLongShortPositionRatio" -> figures.ratio(query, true);
          case "topLongShortAccountRatio", "globalLongShortAccountRatio" ->
              figures.ratio(query, false);
          default -> RestGate.notFound();
        });
  }

  private CompletionStage<FullHttpResponse> depth(Query query) {
    Optional<UsdmDepth.Refusal> refusal = UsdmDepth.refusal(market, query);
    if (refusal.isPresent()) {
      return done(
          JsonResponse.error(
              HttpResponseStatus.BAD_REQUEST, refusal.get().code(), refusal.get().message()));
    }
    return snapshots
        .depth(market, query.text("symbol"), UsdmDepth.limit(query))
        .thenApply(book -> RestGate.ok(UsdmEncoder.depth(book, clock.millis())))
        .exceptionally(RestGate::unavailable);
  }

  private FullHttpResponse aggTrades(Query query) {
    Optional<FullHttpResponse> error =
        UsdmFigures.badSymbol(market, query)
            .or(() -> query.badNumber("limit"))
            .or(() -> query.badNumber("fromId"));
    if (error.isPresent()) {
      return error.get();
    }
    boolean byTime = query.text("startTime") != null || query.text("endTime") != null;
    if (byTime) {
      return JsonResponse.error(
          HttpResponseStatus.BAD_REQUEST, -1128, "Combination of optional parameters invalid.");
    }
    int limit = (int) Math.min(query.number("limit", DEFAULT_TRADES).orElseThrow(), MAX_TRADES);
    TradeHistory history = market.trades(query.text("symbol"));
    return RestGate.ok(
        UsdmEncoder.aggTrades(
            query.text("fromId") == null
                ? history.newest(limit)
                : history.from(query.number("fromId", 0).orElseThrow(), limit)));
  }

  private static CompletionStage<FullHttpResponse> done(FullHttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }
}
