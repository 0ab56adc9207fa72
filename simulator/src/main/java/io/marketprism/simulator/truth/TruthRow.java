// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.simulator.market.Level;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of a truth log. {@code previousId} is the id that a {@code diff} follows upon and that a
 * {@code rest} builds upon, else 0; {@code firstMatch} and {@code lastMatch} are those of a {@code
 * trade}; levels, trade fields or values are set according to the kind.
 */
record TruthRow(
    String kind,
    String symbol,
    long id,
    long previousId,
    List<Level> bids,
    List<Level> asks,
    BigDecimal price,
    BigDecimal quantity,
    long tradeTime,
    long eventTime,
    boolean buyerIsMaker,
    long firstMatch,
    long lastMatch,
    Map<String, String> values) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Kind, symbol and ids only; the levels are left out. */
  static TruthRow heading(byte[] line, int length) throws IOException {
    return read(line, length, false);
  }

  static TruthRow whole(byte[] line, int length) throws IOException {
    return read(line, length, true);
  }

  /** A whole number among the values, or {@code otherwise} where there is none. */
  static long number(TruthRow row, String name, long otherwise) {
    String text = row.values().get(name);
    return text != null && text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
  }

  private static TruthRow read(byte[] line, int length, boolean whole) throws IOException {
    Draft row = new Draft();
    try (JsonParser json = JSON.createParser(line, 0, length)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("b") && !whole) {
          return row.row();
        }
        row.field(name, json);
      }
    }
    return row.row();
  }

  /** Gathers the fields one by one. */
  private static final class Draft {
    private String kind = "";
    private String symbol = "";
    private long id;
    private long previousId;
    private boolean previousKnown;
    private List<Level> bids = List.of();
    private List<Level> asks = List.of();
    private BigDecimal price;
    private BigDecimal quantity;
    private long tradeTime;
    private long eventTime;
    private boolean buyerIsMaker;
    private long firstMatch = -1;
    private long lastMatch = -1;
    private final Map<String, String> values = new LinkedHashMap<>();

    void field(String name, JsonParser json) throws IOException {
      switch (name) {
        case "k" -> kind = json.getText();
        case "s" -> symbol = json.getText();
        case "u" -> id = json.getLongValue();
        case "U" -> previousId = previousKnown ? previousId : json.getLongValue() - 1;
        case "pu", "after" -> {
          previousId = json.getLongValue();
          previousKnown = true;
        }
        case "T" -> tradeTime = json.getLongValue();
        case "E" -> eventTime = json.getLongValue();
        case "m" -> buyerIsMaker = json.getBooleanValue();
        case "p" -> price = new BigDecimal(json.getText());
        case "q" -> quantity = new BigDecimal(json.getText());
        case "f" -> firstMatch = json.getLongValue();
        case "l" -> lastMatch = json.getLongValue();
        case "b" -> bids = levels(json);
        case "a" -> asks = levels(json);
        default -> {
          if (json.currentToken().isScalarValue()) {
            values.put(name, json.getText());
          } else {
            json.skipChildren();
          }
        }
      }
    }

    TruthRow row() {
      return new TruthRow(
          kind,
          symbol,
          id,
          previousId,
          bids,
          asks,
          price,
          quantity,
          tradeTime,
          eventTime,
          buyerIsMaker,
          firstMatch < 0 ? id : firstMatch,
          lastMatch < 0 ? id : lastMatch,
          values);
    }
  }

  private static List<Level> levels(JsonParser json) throws IOException {
    List<Level> levels = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_ARRAY) {
      BigDecimal price = new BigDecimal(json.nextTextValue());
      BigDecimal quantity = new BigDecimal(json.nextTextValue());
      json.nextToken();
      levels.add(new Level(price, quantity));
    }
    return levels;
  }
}
