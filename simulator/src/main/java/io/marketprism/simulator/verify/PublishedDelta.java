// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/**
 * A published {@code orderbook_delta} as its JSON says it (wire contract, sections 2 and 7.1);
 * levels are pairs of texts, prices at even places.
 *
 * @param previous {@code prev_seq}, null in a snapshot
 */
record PublishedDelta(
    Envelope envelope,
    boolean snapshot,
    long syncId,
    Long previous,
    long sequence,
    List<String> bids,
    List<String> asks) {
  private static final JsonFactory JSON = new JsonFactory();

  static PublishedDelta parse(byte[] payload) throws IOException {
    Envelope.Reader envelope = new Envelope.Reader();
    String type = null;
    Long syncId = null;
    Long previous = null;
    Long sequence = null;
    List<String> bids = null;
    List<String> asks = null;
    try (JsonParser json = JSON.createParser(payload)) {
      Envelope.begin(json);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken token = json.nextToken();
        switch (name) {
          case "type" -> type = json.getText();
          case "sync_id" -> syncId = json.getLongValue();
          case "prev_seq" -> previous = token == JsonToken.VALUE_NULL ? null : json.getLongValue();
          case "seq" -> sequence = json.getLongValue();
          case "bids" -> bids = PublishedBook.levels(json);
          case "asks" -> asks = PublishedBook.levels(json);
          default -> envelope.field(name, json);
        }
      }
    }
    if (syncId == null || sequence == null || bids == null || asks == null) {
      throw new IOException("sync_id, seq, bids or asks is missing");
    }
    boolean snapshot = "snapshot".equals(type);
    if (!snapshot && !"delta".equals(type) || snapshot != (previous == null)) {
      throw new IOException("type " + type + " with prev_seq " + previous);
    }
    return new PublishedDelta(envelope.read(), snapshot, syncId, previous, sequence, bids, asks);
  }
}
