// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import java.io.IOException;

/**
 * The answer to a control message: {@code {"result":null,"id":1}}, {@code {"code":2,"msg":"…",
 * "id":1}} or {@code {"error":{"code":2,"msg":"…"},"id":1}} (web-socket-streams.md, "Live
 * Subscribing/Unsubscribing to streams"). Reused for every frame; not thread-safe.
 */
final class ControlAnswer {
  private boolean present;
  private boolean refused;
  private long id;
  private String code;
  private String text;

  void reset() {
    present = false;
    refused = false;
    id = 0;
    code = null;
    text = null;
  }

  /** Reads a field of the outer object; false if it is none of an answer's. */
  boolean read(JsonParser json, String field, JsonToken value) throws IOException {
    switch (field) {
      case "id" -> {
        if (value == JsonToken.VALUE_NUMBER_INT) {
          id = json.getLongValue();
          present = true;
        }
        json.skipChildren();
      }
      case "error" -> {
        refused = true;
        if (value == JsonToken.START_OBJECT) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            readError(json, json.currentName(), json.nextToken());
          }
        } else {
          text = json.getText();
          json.skipChildren();
        }
      }
      case "code", "msg" -> {
        refused = true;
        readError(json, field, value);
      }
      case "result" -> json.skipChildren();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void readError(JsonParser json, String field, JsonToken value) throws IOException {
    if (value.isScalarValue() && "code".equals(field)) {
      code = json.getText();
    } else if (value.isScalarValue() && "msg".equals(field)) {
      text = json.getText();
    } else {
      json.skipChildren();
    }
  }

  /**
   * Hands the answer over.
   *
   * @throws FrameException if the frame was none
   */
  void deliver(StreamCodec.Target target) throws FrameException {
    if (refused) {
      target.onRefused(id, null, words());
    } else if (present) {
      target.onAccepted(id, null);
    } else {
      throw new FrameException(UNKNOWN_MESSAGE, "neither an event nor an answer");
    }
  }

  private String words() {
    String what = text == null ? "refused" : text;
    return code == null ? what : "code " + code + ": " + what;
  }
}
