// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.simulator.market.Level;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads parts of recorded texts of Binance venues. */
public final class RecordedJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordedJson() {}

  /** Reads {@code [["price","quantity"],…]}. */
  public static List<Level> levels(JsonNode array) {
    List<Level> levels = new ArrayList<>(array.size());
    for (JsonNode level : array) {
      levels.add(
          new Level(
              new BigDecimal(level.path(0).asText()), new BigDecimal(level.path(1).asText())));
    }
    return levels;
  }

  /**
   * A field that must be there.
   *
   * @throws IllegalArgumentException where it is not
   */
  public static JsonNode required(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null) {
      throw new IllegalArgumentException("field " + field + " is missing in " + object);
    }
    return value;
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException where it is no JSON
   */
  public static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
