// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_SYMBOL;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import java.io.IOException;

/**
 * Answers of OKX's REST API, {@code {"code":"0","msg":"","data":[…]}}. A code other than 0 is an
 * error whatever the HTTP status (OKX API v5, "Overview"). Stateless.
 */
final class OkxAnswers {
  private static final String FINE = "0";

  private OkxAnswers() {}

  /** Reads one entry of {@code data}; the parser stands at its start and is left at its end. */
  @FunctionalInterface
  interface Entry {
    void read(JsonParser json) throws IOException, MalformedDecimalException, FrameException;
  }

  /**
   * Reads an answer whose data are objects.
   *
   * @throws FrameException if it is none, or the venue's error: {@code unknown_message} with code
   *     and message
   */
  static void objects(byte[] body, Entry entry) throws FrameException {
    read(body, JsonToken.START_OBJECT, entry);
  }

  /** As {@link #objects}, of an answer whose data are arrays. */
  static void arrays(byte[] body, Entry entry) throws FrameException {
    read(body, JsonToken.START_ARRAY, entry);
  }

  /**
   * Reads an answer that holds one object, about one instrument.
   *
   * @throws FrameException as {@link #objects}; or with reason {@code missing_field} if it holds
   *     none, {@code unknown_message} if more than one
   */
  static void one(byte[] body, Instrument instrument, Entry entry) throws FrameException {
    int[] entries = {0};
    objects(
        body,
        json -> {
          if (++entries[0] > 1) {
            throw new FrameException(UNKNOWN_MESSAGE, "more than one entry of data", instrument);
          }
          entry.read(json);
        });
    OkxFields.require(entries[0] == 1, "an entry of data", instrument);
  }

  private static void read(byte[] body, JsonToken start, Entry entry) throws FrameException {
    Answers.read(
        body,
        JsonToken.START_OBJECT,
        json -> {
          String code = null;
          String message = null;
          boolean hasData = false;
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
              case "code" -> code = OkxFields.text(json, value);
              case "msg" -> message = OkxFields.text(json, value);
              case "data" -> hasData = entries(json, value, start, entry);
              default -> json.skipChildren();
            }
          }
          OkxFields.require(code != null, "code", null);
          if (!FINE.equals(code)) {
            throw FrameException.refusal("code " + code + ": " + message, null);
          }
          OkxFields.require(hasData, "data", null);
          return null;
        });
  }

  private static boolean entries(JsonParser json, JsonToken value, JsonToken start, Entry entry)
      throws IOException, MalformedDecimalException, FrameException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return false;
    }
    while (json.nextToken() == start) {
      entry.read(json);
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new FrameException(MALFORMED_JSON, "an entry of data is no " + start);
    }
    return true;
  }

  /**
   * Checks that an answer is about the instrument that was asked for.
   *
   * @throws FrameException if it is not
   */
  static void requireOf(Instrument instrument, String instId) throws FrameException {
    OkxFields.require(instId != null, "instId", instrument);
    if (!instId.equals(instrument.nativeId())) {
      throw new FrameException(
          UNKNOWN_SYMBOL, instId + " in the answer for " + instrument.nativeId(), instrument);
    }
  }
}
