// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The fields that every published message has (wire contract, section 2), as far as held against.
 */
record Envelope(
    String dataType,
    String exchange,
    String marketType,
    String symbol,
    String instrument,
    String timeSource,
    long time,
    long published) {

  private static final JsonFactory JSON = new JsonFactory();

  /** The subject that these fields belong to. */
  String subject() {
    return dataType + "." + exchange + "." + marketType + "." + symbol;
  }

  /** Reads the envelope of a message whose other fields do not matter here. */
  static Envelope parse(byte[] payload) throws IOException {
    Reader envelope = new Reader();
    try (JsonParser json = JSON.createParser(payload)) {
      begin(json);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        envelope.field(name, json);
      }
    }
    return envelope.read();
  }

  static void begin(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("the message is no JSON object");
    }
  }

  /** Gathers the fields one by one. */
  static final class Reader {
    private String dataType;
    private String exchange;
    private String marketType;
    private String symbol;
    private String instrument;
    private String timeSource;
    private Long time;
    private Long published;

    void field(String name, JsonParser json) throws IOException {
      switch (name) {
        case "data_type" -> dataType = json.getText();
        case "exchange" -> exchange = json.getText();
        case "market_type" -> marketType = json.getText();
        case "symbol" -> symbol = json.getText();
        case "instrument_id" -> instrument = json.getText();
        case "ts_source" -> timeSource = json.getText();
        case "ts_ms" -> time = json.getLongValue();
        case "published_ts_ms" -> published = json.getLongValue();
        default -> json.skipChildren();
      }
    }

    Envelope read() throws IOException {
      if (dataType == null
          || exchange == null
          || marketType == null
          || symbol == null
          || instrument == null
          || timeSource == null
          || time == null
          || published == null) {
        throw new IOException("a field of the envelope is missing");
      }
      return new Envelope(
          dataType, exchange, marketType, symbol, instrument, timeSource, time, published);
    }
  }
}
