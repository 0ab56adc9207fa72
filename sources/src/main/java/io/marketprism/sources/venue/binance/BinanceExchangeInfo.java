// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.Venue.InstrumentList;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Instrument lists of Binance: {@code
 * {"symbols":[{"symbol","status","baseAsset","quoteAsset",…}]}}, in the futures markets also with
 * {@code contractType} (rest-api.md, "Exchange information"). Stateless.
 */
public final class BinanceExchangeInfo {
  private BinanceExchangeInfo() {}

  /** What a market makes of a listed symbol whose names are legal and that trades. */
  public interface Market {
    /** Why the symbol cannot be collected, or null. */
    String rejection(Listed listed);

    /** The symbol's instrument. */
    Instrument instrument(String symbol, Listed listed);
  }

  /**
   * A listed symbol; texts that the list does not hold are null.
   *
   * @param nativeId {@code symbol}
   * @param status e.g. {@code TRADING}
   * @param base {@code baseAsset}
   * @param quote {@code quoteAsset}
   * @param contractType e.g. {@code PERPETUAL}
   */
  public record Listed(
      String nativeId, String status, String base, String quote, String contractType) {}

  /**
   * Reads the list.
   *
   * @throws FrameException if the answer is none
   */
  public static InstrumentList read(byte[] body, Market market) throws FrameException {
    return Answers.read(
        body,
        JsonToken.START_OBJECT,
        json -> {
          Map<String, Instrument> instruments = new HashMap<>();
          Map<String, String> rejected = new HashMap<>();
          boolean found = false;
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken() == JsonToken.START_ARRAY && "symbols".equals(field)) {
              found = true;
              while (json.nextToken() == JsonToken.START_OBJECT) {
                sort(listed(json), market, instruments, rejected);
              }
              if (json.currentToken() != JsonToken.END_ARRAY) {
                throw new FrameException(MALFORMED_JSON, "a symbol is no object");
              }
            } else {
              json.skipChildren();
            }
          }
          if (!found) {
            throw new FrameException(MISSING_FIELD, "symbols");
          }
          return new InstrumentList(instruments, rejected);
        });
  }

  private static Listed listed(JsonParser json) throws IOException {
    String symbol = null;
    String status = null;
    String base = null;
    String quote = null;
    String contractType = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (value != JsonToken.VALUE_STRING) {
        json.skipChildren();
        continue;
      }
      switch (field) {
        case "symbol" -> symbol = json.getText();
        case "status" -> status = json.getText();
        case "baseAsset" -> base = json.getText();
        case "quoteAsset" -> quote = json.getText();
        case "contractType" -> contractType = json.getText();
        default -> {
          // Order types, filters and permissions do not concern market data.
        }
      }
    }
    return new Listed(symbol, status, base, quote, contractType);
  }

  private static void sort(
      Listed listed,
      Market market,
      Map<String, Instrument> instruments,
      Map<String, String> rejected) {
    if (listed.nativeId() == null) {
      return;
    }
    if (listed.base() == null || listed.quote() == null) {
      rejected.put(listed.nativeId(), "missing_field");
      return;
    }
    String symbol = (listed.base() + '-' + listed.quote()).toUpperCase(Locale.ROOT);
    String rejection = market.rejection(listed);
    if (rejection != null) {
      rejected.put(listed.nativeId(), rejection);
    } else if (!Instrument.isLegalToken(symbol) || !Instrument.isLegalToken(listed.nativeId())) {
      rejected.put(listed.nativeId(), "illegal_symbol");
    } else if (listed.status() != null && !"TRADING".equals(listed.status())) {
      rejected.put(listed.nativeId(), "status " + listed.status());
    } else {
      instruments.put(listed.nativeId(), market.instrument(symbol, listed));
    }
  }
}
