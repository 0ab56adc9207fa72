// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nats.client.Message;
import java.io.IOException;
import javax.annotation.Nullable;

/**
 * What arrived on a reply subject of ours, told apart: an ack of the stream, its refusal, "nobody
 * there", or something foreign.
 *
 * <p>A core subscriber that calls {@code ack()} on a message it got by plain NATS answers to the
 * publisher's reply subject, most often with an empty body. Such an answer says nothing about the
 * stream and must not be taken for an ack, nor for a failure.
 *
 * @param kind what it is
 * @param stream name of the stream, when the answer names one
 * @param duplicate the stream had the message's id already
 * @param error code and description of a refusal
 */
record PublishReply(Kind kind, @Nullable String stream, boolean duplicate, @Nullable String error) {

  enum Kind {
    STORED,
    REFUSED,
    NO_RESPONDERS,
    FOREIGN
  }

  private static final int NO_RESPONDERS_STATUS = 503;
  private static final JsonFactory JSON = new JsonFactory();
  private static final PublishReply FOREIGN = new PublishReply(Kind.FOREIGN, null, false, null);
  private static final PublishReply NO_RESPONDERS =
      new PublishReply(Kind.NO_RESPONDERS, null, false, null);

  /** Never throws: what cannot be read is foreign. Any thread. */
  static PublishReply of(Message message) {
    if (message.isStatusMessage()) {
      return message.getStatus().getCode() == NO_RESPONDERS_STATUS ? NO_RESPONDERS : FOREIGN;
    }
    return of(message.getData());
  }

  static PublishReply of(byte[] body) {
    if (body.length < 2 || body[0] != '{') {
      return FOREIGN;
    }
    try (JsonParser json = JSON.createParser(body)) {
      return read(json);
    } catch (IOException e) {
      return FOREIGN;
    }
  }

  private static PublishReply read(JsonParser json) throws IOException {
    String stream = null;
    String error = null;
    boolean sequenceSeen = false;
    boolean duplicate = false;
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "stream" -> stream = value == JsonToken.VALUE_STRING ? json.getText() : null;
        case "seq" -> sequenceSeen = value == JsonToken.VALUE_NUMBER_INT;
        case "duplicate" -> duplicate = value == JsonToken.VALUE_TRUE;
        case "error" -> {
          // JetStream's own errors are objects; an application's {"error":"…"} is not one of them.
          error = value == JsonToken.START_OBJECT ? readError(json) : null;
          json.skipChildren();
        }
        default -> json.skipChildren();
      }
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      return FOREIGN;
    }
    if (error != null) {
      return new PublishReply(Kind.REFUSED, stream, false, error);
    }
    return stream != null && sequenceSeen
        ? new PublishReply(Kind.STORED, stream, duplicate, null)
        : FOREIGN;
  }

  private static String readError(JsonParser json) throws IOException {
    String description = "no description";
    long code = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "description" -> description = json.getText();
        case "err_code" -> code = json.getValueAsLong();
        default -> json.skipChildren();
      }
    }
    return description + " [" + code + "]";
  }
}
