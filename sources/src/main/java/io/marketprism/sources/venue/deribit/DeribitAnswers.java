// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.model.DeadLetter.Reason.BAD_TIMESTAMP;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import java.io.IOException;

/**
 * JSON-RPC answers over HTTP: {@code {"jsonrpc","result",…,"usIn","usOut","usDiff"}} or {@code
 * {"jsonrpc","error":{"code","message","data"},…}} (docs.deribit.com, "JSON-RPC"). Stateless.
 */
final class DeribitAnswers {
  static final int TOO_MANY_REQUESTS = 10_028;

  private static final int LONGEST_ERROR = 4_096;
  private static final long NONE = Long.MIN_VALUE;

  private DeribitAnswers() {}

  /**
   * What an answer says.
   *
   * @param result what was read of it
   * @param sentMicros {@code usOut}, when the venue sent it, in µs since the epoch
   */
  record Answer<T>(T result, long sentMicros) {

    /**
     * When the venue sent it, in ms since the epoch.
     *
     * @throws FrameException if it did not say
     */
    long sentMillis() throws FrameException {
      if (sentMicros == NONE) {
        throw new FrameException(MISSING_FIELD, "usOut");
      }
      long millis = sentMicros / 1_000;
      if (millis < 1_000_000_000_000L || millis > 9_999_999_999_999L) {
        throw new FrameException(BAD_TIMESTAMP, "usOut: " + sentMicros);
      }
      return millis;
    }
  }

  /** What an error says. */
  record Failure(long code, String message, String reason) {
    @Override
    public String toString() {
      return "error " + code + ": " + message + (reason == null ? "" : " (" + reason + ")");
    }

    boolean isTooManyRequests() {
      return code == TOO_MANY_REQUESTS;
    }
  }

  /**
   * Reads an answer.
   *
   * @param start what the result must begin with
   * @param reading reads the result; the parser stands at its first token
   * @throws FrameException if it is no answer, if it is an error, or as the reading says
   */
  static <T> Answer<T> read(byte[] body, JsonToken start, Answers.Reading<T> reading)
      throws FrameException {
    return Answers.read(
        body,
        JsonToken.START_OBJECT,
        json -> {
          T result = null;
          long sentMicros = NONE;
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if ("result".equals(field)) {
              if (value != start) {
                throw new FrameException(MALFORMED_JSON, "result is " + value);
              }
              result = reading.read(json);
            } else if ("error".equals(field)) {
              throw FrameException.refusal(failure(json, value).toString(), null);
            } else if ("usOut".equals(field)) {
              // A number over HTTP, a string in some answers of 2026.
              sentMicros = json.getValueAsLong(NONE);
            } else {
              json.skipChildren();
            }
          }
          if (result == null) {
            throw new FrameException(MISSING_FIELD, "result");
          }
          return new Answer<>(result, sentMicros);
        });
  }

  /** Reads {@code {"code","message","data":{"reason",…}}}; leaves the parser at its end. */
  static Failure failure(JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      String text = json.getText();
      json.skipChildren();
      return new Failure(0, text, null);
    }
    long code = 0;
    String message = "";
    String reason = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken token = json.nextToken();
      switch (field) {
        case "code" -> code = json.getValueAsLong(0);
        case "message" -> message = json.getValueAsString("");
        case "data" -> reason = token == JsonToken.START_OBJECT ? reason(json) : null;
        default -> {
          // Nothing else is documented.
        }
      }
      json.skipChildren();
    }
    return new Failure(code, message, reason);
  }

  private static String reason(JsonParser json) throws IOException {
    String reason = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = "reason".equals(json.currentName());
      if (json.nextToken() == JsonToken.VALUE_STRING && found) {
        reason = json.getText();
      }
      json.skipChildren();
    }
    return reason;
  }

  /** Whether an answer is error {@value #TOO_MANY_REQUESTS}. */
  static boolean isTooManyRequests(byte[] body) {
    if (body.length == 0 || body.length > LONGEST_ERROR) {
      return false;
    }
    try {
      return Answers.read(
          body,
          JsonToken.START_OBJECT,
          json -> {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
              boolean error = "error".equals(json.currentName());
              JsonToken value = json.nextToken();
              if (error) {
                return failure(json, value).isTooManyRequests();
              }
              json.skipChildren();
            }
            return false;
          });
    } catch (FrameException e) {
      // No JSON, such as a proxy's page: no word of the venue's about its limits.
      return false;
    }
  }
}
