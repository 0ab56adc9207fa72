// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A published {@code quote} as its JSON says it (wire contract, sections 2 and 7.2). */
record PublishedQuote(
    Envelope envelope,
    String bidPrice,
    String bidQuantity,
    String askPrice,
    String askQuantity,
    long updateId,
    long syncId) {
  private static final JsonFactory JSON = new JsonFactory();

  static PublishedQuote parse(byte[] payload) throws IOException {
    Envelope.Reader envelope = new Envelope.Reader();
    String bidPrice = null;
    String bidQuantity = null;
    String askPrice = null;
    String askQuantity = null;
    Long updateId = null;
    Long syncId = null;
    try (JsonParser json = JSON.createParser(payload)) {
      Envelope.begin(json);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "bid_price" -> bidPrice = json.getText();
          case "bid_quantity" -> bidQuantity = json.getText();
          case "ask_price" -> askPrice = json.getText();
          case "ask_quantity" -> askQuantity = json.getText();
          case "update_id" -> updateId = json.getLongValue();
          case "sync_id" -> syncId = json.getLongValue();
          default -> envelope.field(name, json);
        }
      }
    }
    if (bidPrice == null
        || bidQuantity == null
        || askPrice == null
        || askQuantity == null
        || updateId == null
        || syncId == null) {
      throw new IOException("a field of the quote is missing");
    }
    return new PublishedQuote(
        envelope.read(), bidPrice, bidQuantity, askPrice, askQuantity, updateId, syncId);
  }
}
