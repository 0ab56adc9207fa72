// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.replay.VenueDecoder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads recorded texts of Binance spot. */
public final class SpotDecoder implements VenueDecoder {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public StreamKind kind(String stream) {
    if (stream.endsWith("@depth@100ms")) {
      return StreamKind.DEPTH;
    }
    return stream.endsWith("@trade") ? StreamKind.TRADE : StreamKind.OTHER;
  }

  @Override
  public Optional<String> symbol(String stream) {
    int at = stream.indexOf('@');
    return at <= 0
        ? Optional.empty()
        : Optional.of(stream.substring(0, at).toUpperCase(Locale.ROOT));
  }

  @Override
  public String depthStream(String symbol) {
    return SpotEncoder.depthStream(symbol);
  }

  @Override
  public DepthEvent depth(String text) {
    JsonNode data = parse(text).path("data");
    return new DepthEvent(
        required(data, "s").asText(),
        required(data, "U").asLong(),
        required(data, "u").asLong(),
        required(data, "E").asLong(),
        levels(required(data, "b")),
        levels(required(data, "a")));
  }

  @Override
  public Trade trade(String text) {
    JsonNode data = parse(text).path("data");
    return new Trade(
        required(data, "s").asText(),
        required(data, "t").asLong(),
        new BigDecimal(required(data, "p").asText()),
        new BigDecimal(required(data, "q").asText()),
        required(data, "T").asLong(),
        required(data, "E").asLong(),
        required(data, "m").asBoolean());
  }

  @Override
  public BookSnapshot snapshot(String symbol, String text) {
    JsonNode book = parse(text);
    return new BookSnapshot(
        symbol,
        required(book, "lastUpdateId").asLong(),
        levels(required(book, "bids")),
        levels(required(book, "asks")));
  }

  private static List<Level> levels(JsonNode array) {
    List<Level> levels = new ArrayList<>(array.size());
    for (JsonNode level : array) {
      levels.add(
          new Level(
              new BigDecimal(level.path(0).asText()), new BigDecimal(level.path(1).asText())));
    }
    return levels;
  }

  private static JsonNode required(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null) {
      throw new IllegalArgumentException("field " + field + " is missing in " + object);
    }
    return value;
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
