// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import io.marketprism.simulator.binance.Query;
import io.marketprism.simulator.market.Market;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a request for a book may ask for, over REST and over the WebSocket API alike: the levels per
 * side that the venue offers, and their weight (USD-M "Order Book").
 */
final class UsdmDepth {
  private static final int DEFAULT_LIMIT = 500;
  private static final Set<Long> LIMITS = Set.of(5L, 10L, 20L, 50L, 100L, 500L, 1_000L);

  /** Why a request is refused. */
  record Refusal(int code, String message) {}

  private UsdmDepth() {}

  static int limit(Query query) {
    return query.number("limit", DEFAULT_LIMIT).map(Long::intValue).orElse(DEFAULT_LIMIT);
  }

  static int weight(Query query) {
    int limit = limit(query);
    if (limit <= 50) {
      return 2;
    }
    if (limit <= 100) {
      return 5;
    }
    return limit <= 500 ? 10 : 20;
  }

  static Optional<Refusal> refusal(Market market, Query query) {
    String symbol = query.text("symbol");
    if (symbol == null || symbol.isEmpty()) {
      return Optional.of(
          new Refusal(
              -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."));
    }
    if (market.instrument(symbol).isEmpty()) {
      return Optional.of(new Refusal(-1121, "Invalid symbol."));
    }
    Optional<Long> limit = query.number("limit", DEFAULT_LIMIT);
    if (limit.isEmpty() || !LIMITS.contains(limit.get())) {
      String limits =
          LIMITS.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
      return Optional.of(new Refusal(-4021, "Depth limit should be " + limits + "."));
    }
    return Optional.empty();
  }
}
