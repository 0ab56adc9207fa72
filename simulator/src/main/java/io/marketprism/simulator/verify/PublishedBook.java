// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A published book as its JSON says it (wire contract, sections 2 and 6.1); levels are pairs of
 * texts, prices at even places. A polled one is whole in itself and has no updates.
 */
record PublishedBook(
    Envelope envelope,
    long lastUpdateId,
    long syncId,
    boolean polled,
    List<String> bids,
    List<String> asks) {
  private static final JsonFactory JSON = new JsonFactory();

  static PublishedBook parse(byte[] payload) throws IOException {
    Envelope.Reader envelope = new Envelope.Reader();
    Long lastUpdateId = null;
    Long syncId = null;
    boolean polled = false;
    List<String> bids = null;
    List<String> asks = null;
    try (JsonParser json = JSON.createParser(payload)) {
      Envelope.begin(json);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "last_update_id" -> lastUpdateId = json.getLongValue();
          case "sync_id" -> syncId = json.getLongValue();
          case "integrity" -> polled = json.getText().equals("snapshot");
          case "bids" -> bids = levels(json);
          case "asks" -> asks = levels(json);
          default -> envelope.field(name, json);
        }
      }
    }
    if (lastUpdateId == null || syncId == null || bids == null || asks == null) {
      throw new IOException("last_update_id, sync_id, bids or asks is missing");
    }
    return new PublishedBook(envelope.read(), lastUpdateId, syncId, polled, bids, asks);
  }

  static List<String> levels(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new IOException("levels are no array");
    }
    List<String> texts = new ArrayList<>();
    for (JsonToken level = json.nextToken();
        level != JsonToken.END_ARRAY;
        level = json.nextToken()) {
      if (level == JsonToken.START_ARRAY) {
        texts.add(text(json, json.nextToken()));
        texts.add(text(json, json.nextToken()));
        end(json, JsonToken.END_ARRAY);
      } else if (level == JsonToken.START_OBJECT) {
        texts.add(field(json, "price"));
        texts.add(field(json, "quantity"));
        end(json, JsonToken.END_OBJECT);
      } else {
        throw new IOException("a level is neither array nor object");
      }
    }
    return texts;
  }

  private static String field(JsonParser json, String name) throws IOException {
    if (!name.equals(json.nextFieldName())) {
      throw new IOException("a level has no " + name);
    }
    return text(json, json.nextToken());
  }

  private static String text(JsonParser json, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      throw new IOException("a level holds no text");
    }
    return json.getText();
  }

  private static void end(JsonParser json, JsonToken token) throws IOException {
    if (json.nextToken() != token) {
      throw new IOException("a level holds more than price and quantity");
    }
  }
}
