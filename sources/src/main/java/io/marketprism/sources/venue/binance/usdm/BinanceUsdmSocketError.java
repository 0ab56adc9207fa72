// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.sources.venue.PollCodec.Refusal;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * What an answer of the WebSocket API complains of: {@code
 * {"id","status":429,"error":{"code":-1003, "msg":"…","data":{"serverTime","retryAfter"}}}}, both
 * times in ms since the epoch (web-socket-api.md, "Response format", "Rate limits"). Unlike on the
 * streams, code and text are below {@code error}.
 *
 * @param status HTTP-like status, or 0
 * @param code the venue's code, or 0 where it gave none
 * @param text the venue's words, or empty
 * @param retryAfter how long to wait, ms, or -1
 */
record BinanceUsdmSocketError(long status, long code, String text, long retryAfter) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final BinanceUsdmSocketError NONE = new BinanceUsdmSocketError(0, 0, "", -1);
  private static final int TOO_MANY_REQUESTS = -1003;
  private static final Set<Long> REFUSALS = Set.of(429L, 418L, 403L, 451L);

  /** Reads a whole answer; an answer that is none complains of nothing. */
  static BinanceUsdmSocketError of(byte[] answer) {
    long status = 0;
    BinanceUsdmSocketError error = NONE;
    try (JsonParser json = JSON.createParser(answer)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return NONE;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if ("status".equals(field)) {
          status = number(json, value);
        } else if ("error".equals(field)) {
          error = read(json, value);
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException e) {
      // The answer's decoding tells that it is no JSON.
      return NONE;
    }
    return new BinanceUsdmSocketError(status, error.code, error.text, error.retryAfter);
  }

  /** Reads the value of {@code error}. */
  static BinanceUsdmSocketError read(JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      String text = value.isScalarValue() ? json.getText() : "";
      json.skipChildren();
      return new BinanceUsdmSocketError(0, 0, text, -1);
    }
    long code = 0;
    String text = "";
    long retryAfter = -1;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken inner = json.nextToken();
      if ("code".equals(field)) {
        code = number(json, inner);
      } else if ("msg".equals(field) && inner == JsonToken.VALUE_STRING) {
        text = json.getText();
      } else if ("data".equals(field) && inner == JsonToken.START_OBJECT) {
        retryAfter = retryAfter(json);
      } else {
        json.skipChildren();
      }
    }
    return new BinanceUsdmSocketError(0, code, text, retryAfter);
  }

  private static long retryAfter(JsonParser json) throws IOException {
    long now = 0;
    long then = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if ("serverTime".equals(field)) {
        now = number(json, value);
      } else if ("retryAfter".equals(field)) {
        then = number(json, value);
      } else {
        json.skipChildren();
      }
    }
    return now > 0 && then >= now ? then - now : -1;
  }

  private static long number(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT) {
      return json.getLongValue();
    }
    json.skipChildren();
    return 0;
  }

  /** The complaint as that of a limit, or null. */
  Refusal refusal() {
    Optional<Long> wait = retryAfter < 0 ? Optional.empty() : Optional.of(retryAfter);
    if (REFUSALS.contains(status)) {
      return new Refusal((int) status, wait);
    }
    return code == TOO_MANY_REQUESTS ? new Refusal(429, wait) : null;
  }

  /** For a person. */
  String words() {
    return (code == 0 ? "" : "code " + code + ": ") + (text.isEmpty() ? "no reason given" : text);
  }
}
