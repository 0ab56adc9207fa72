// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.simulator.binance.Query;
import io.marketprism.simulator.binance.RestGate;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.net.JsonResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of {@code GET /api/v3/exchangeInfo}: the recorded one, else one of the instruments.
 */
final class ExchangeInfo {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Map<String, String> recordedSymbols = new LinkedHashMap<>();
  private final Market market;
  private final String rateLimits;

  ExchangeInfo(Market market, int weightPerMinute) {
    this.market = market;
    Optional<String> recorded = market.recordedMetadata();
    if (recorded.isPresent()) {
      JsonNode info = parse(recorded.get());
      for (JsonNode symbol : info.path("symbols")) {
        recordedSymbols.put(symbol.path("symbol").asText(), symbol.toString());
      }
      rateLimits = info.path("rateLimits").toString();
    } else {
      rateLimits =
          """
          [{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":%d},\
          {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100},\
          {"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":200000},\
          {"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":61000}]"""
              .formatted(weightPerMinute);
    }
  }

  FullHttpResponse answer(Query query) {
    String one = query.text("symbol");
    String several = query.text("symbols");
    if (one != null && several != null) {
      return JsonResponse.error(
          HttpResponseStatus.BAD_REQUEST,
          -1128,
          "Combination of optional parameters invalid. Recommendation: 'symbol' or 'symbols'");
    }
    if (one != null) {
      return of(List.of(one));
    }
    if (several == null) {
      return of(
          recordedSymbols.isEmpty()
              ? market.instruments().stream().map(Instrument::symbol).toList()
              : recordedSymbols.keySet());
    }
    try {
      return of(List.of(JSON.readValue(several, String[].class)));
    } catch (JsonProcessingException e) {
      return JsonResponse.error(
          HttpResponseStatus.BAD_REQUEST,
          -1100,
          "Illegal characters found in parameter 'symbols'; an array of symbols is expected.");
    }
  }

  private FullHttpResponse of(Collection<String> names) {
    StringBuilder text = new StringBuilder(1_024 * (1 + names.size()));
    text.append("{\"timezone\":\"UTC\",\"serverTime\":").append(System.currentTimeMillis());
    text.append(",\"rateLimits\":").append(rateLimits);
    text.append(",\"exchangeFilters\":[],\"symbols\":[");
    String separator = "";
    for (String name : names) {
      Optional<String> symbol = symbol(name);
      if (symbol.isEmpty()) {
        return Query.invalidSymbol();
      }
      text.append(separator).append(symbol.get());
      separator = ",";
    }
    return RestGate.ok(text.append("]}").toString());
  }

  private Optional<String> symbol(String name) {
    return recordedSymbols.isEmpty()
        ? market.instrument(name).map(SpotEncoder::instrument)
        : Optional.ofNullable(recordedSymbols.get(name));
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the recorded exchangeInfo is no JSON", e);
    }
  }
}
