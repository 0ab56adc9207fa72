// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.simulator.binance.Query;
import io.marketprism.simulator.binance.RequestWeight;
import io.marketprism.simulator.binance.RestGate;
import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.market.BookUnavailableException;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.venue.VenueContext;
import io.netty.channel.Channel;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The WebSocket API of Binance USD-M at {@code /ws-fapi/v1}: requests with an id, answers with the
 * same id, errors below {@code error} (the shape of web-socket-api.md of
 * binance/binance-spot-api-docs). Its weight counts with that of REST.
 */
final class UsdmWebSocketApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Market market;
  private final RestGate gate;
  private final VenueContext context;
  private final Clock clock;

  UsdmWebSocketApi(Market market, RestGate gate, VenueContext context) {
    this.market = market;
    this.gate = gate;
    this.context = context;
    this.clock = context.clock();
  }

  /** The answer to one request; completed on the market's thread where it needs a book. */
  CompletionStage<String> answer(Channel channel, String text) {
    JsonNode request;
    try {
      request = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return done(error("null", 400, -1000, "Invalid JSON in request.", 0));
    }
    if (!request.path("method").isTextual()) {
      return done(error("null", 400, -1000, "Request is missing the field 'method'.", 0));
    }
    String id = request.path("id").isMissingNode() ? "null" : request.get("id").toString();
    return answer(channel, id, request);
  }

  private CompletionStage<String> answer(Channel channel, String id, JsonNode request) {
    String method = request.get("method").asText();
    Query query = query(request.path("params"));
    int weight = method.equals("depth") ? UsdmDepth.weight(query) : 1;
    Optional<CannedAnswer> canned = context.restLog().request("ws-fapi " + method);
    RequestWeight.Standing standing = gate.charge(channel, weight);
    if (canned.isPresent()) {
      return done(canned.get().body());
    }
    if (standing.status() != 200) {
      long until = clock.millis() + standing.retryAfterSeconds() * 1_000;
      return done(
          error(id, standing.status(), -1003, "Too many requests; see data.retryAfter.", until));
    }
    return switch (method) {
      case "depth" -> depth(id, query, standing.used());
      case "ping" -> done(result(id, "{}", standing.used()));
      case "time" -> done(result(id, "{\"serverTime\":" + clock.millis() + "}", standing.used()));
      default -> done(error(id, 400, -1000, "Unknown method.", 0));
    };
  }

  private CompletionStage<String> depth(String id, Query query, int used) {
    Optional<UsdmDepth.Refusal> refusal = UsdmDepth.refusal(market, query);
    if (refusal.isPresent()) {
      return done(error(id, 400, refusal.get().code(), refusal.get().message(), 0));
    }
    return context
        .snapshots()
        .depth(market, query.text("symbol"), UsdmDepth.limit(query))
        .thenApply(book -> result(id, UsdmEncoder.depth(book, clock.millis()), used))
        .exceptionally(failure -> unavailable(id, failure));
  }

  private String unavailable(String id, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof BookUnavailableException) {
      return error(id, 503, -1001, cause.getMessage(), 0);
    }
    throw new CompletionException(cause);
  }

  private static Query query(JsonNode parameters) {
    Map<String, List<String>> named = new HashMap<>();
    parameters
        .properties()
        .forEach(entry -> named.put(entry.getKey(), List.of(entry.getValue().asText())));
    return new Query(named);
  }

  private String result(String id, String result, int used) {
    return """
    {"id":%s,"status":200,"result":%s,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT",\
    "interval":"MINUTE","intervalNum":1,"limit":%d,"count":%d}]}"""
        .formatted(id, result, context.limits().weightPerMinute(), used);
  }

  private String error(String id, int status, int code, String message, long retryAfter) {
    String data =
        retryAfter == 0
            ? ""
            : ",\"data\":{\"serverTime\":%d,\"retryAfter\":%d}"
                .formatted(clock.millis(), retryAfter);
    return "{\"id\":%s,\"status\":%d,\"error\":{\"code\":%d,\"msg\":\"%s\"%s}}"
        .formatted(id, status, code, message, data);
  }

  private static CompletionStage<String> done(String text) {
    return CompletableFuture.completedFuture(text);
  }
}
