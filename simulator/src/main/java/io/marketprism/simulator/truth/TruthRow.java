// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.simulator.market.Level;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of a truth log. {@code firstId} is the first id of a {@code diff}, the id that a {@code
 * rest} builds upon, else 0; levels or trade fields are set according to the kind.
 */
record TruthRow(
    String kind,
    String symbol,
    long id,
    long firstId,
    List<Level> bids,
    List<Level> asks,
    BigDecimal price,
    BigDecimal quantity,
    long tradeTime,
    long eventTime,
    boolean buyerIsMaker) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Kind, symbol and ids only; the levels are left out. */
  static TruthRow heading(byte[] line, int length) throws IOException {
    return read(line, length, false);
  }

  static TruthRow whole(byte[] line, int length) throws IOException {
    return read(line, length, true);
  }

  private static TruthRow read(byte[] line, int length, boolean whole) throws IOException {
    String kind = "";
    String symbol = "";
    long id = 0;
    long firstId = 0;
    List<Level> bids = List.of();
    List<Level> asks = List.of();
    BigDecimal price = null;
    BigDecimal quantity = null;
    long tradeTime = 0;
    long eventTime = 0;
    boolean buyerIsMaker = false;
    try (JsonParser json = JSON.createParser(line, 0, length)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "k" -> kind = json.getText();
          case "s" -> symbol = json.getText();
          case "u" -> id = json.getLongValue();
          case "U", "after" -> firstId = json.getLongValue();
          case "T" -> tradeTime = json.getLongValue();
          case "E" -> eventTime = json.getLongValue();
          case "m" -> buyerIsMaker = json.getBooleanValue();
          case "p" -> price = new BigDecimal(json.getText());
          case "q" -> quantity = new BigDecimal(json.getText());
          case "b" -> {
            if (!whole) {
              return new TruthRow(
                  kind, symbol, id, firstId, bids, asks, price, quantity, 0, eventTime, false);
            }
            bids = levels(json);
          }
          case "a" -> asks = levels(json);
          default -> json.skipChildren();
        }
      }
    }
    return new TruthRow(
        kind, symbol, id, firstId, bids, asks, price, quantity, tradeTime, eventTime, buyerIsMaker);
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
