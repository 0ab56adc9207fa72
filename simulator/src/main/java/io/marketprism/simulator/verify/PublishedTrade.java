// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A published trade as its JSON says it (wire contract, sections 2 and 6.2). */
record PublishedTrade(
    Envelope envelope,
    long id,
    int count,
    String price,
    String quantity,
    String side,
    boolean maker,
    boolean backfilled,
    long tradeTime) {
  private static final JsonFactory JSON = new JsonFactory();

  static PublishedTrade parse(byte[] payload) throws IOException {
    Envelope.Reader envelope = new Envelope.Reader();
    Long id = null;
    int count = 1;
    String price = null;
    String quantity = null;
    String side = null;
    Boolean maker = null;
    boolean backfilled = false;
    Long tradeTime = null;
    try (JsonParser json = JSON.createParser(payload)) {
      Envelope.begin(json);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "trade_id" -> id = id(json.getText());
          case "trade_count" -> count = json.getIntValue();
          case "price" -> price = json.getText();
          case "quantity" -> quantity = json.getText();
          case "side" -> side = json.getText();
          case "is_maker" -> maker = json.getBooleanValue();
          case "backfilled" -> backfilled = json.getBooleanValue();
          case "trade_ts_ms" -> tradeTime = json.getLongValue();
          default -> envelope.field(name, json);
        }
      }
    }
    if (id == null
        || price == null
        || quantity == null
        || side == null
        || maker == null
        || tradeTime == null) {
      throw new IOException("a field of the trade is missing");
    }
    return new PublishedTrade(
        envelope.read(), id, count, price, quantity, side, maker, backfilled, tradeTime);
  }

  private static long id(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("trade_id " + text + " is no number", e);
    }
  }
}
