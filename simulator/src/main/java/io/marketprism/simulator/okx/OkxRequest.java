// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request of a client on its WebSocket and the venue's answers (OKX v5 documentation,
 * "Subscribe", "Unsubscribe", and its table of WebSocket errors).
 *
 * @param subscribes whether it subscribes, else it unsubscribes
 * @param args the channels as sent
 * @param id the request's id; null where it has none
 * @param text the request as sent
 * @param error the venue's error code; null where the request is valid
 */
record OkxRequest(boolean subscribes, List<JsonNode> args, String id, String text, String error) {
  static final String INVALID_REQUEST = "60012";
  static final String INVALID_ARGS = "60013";
  static final String TOO_FREQUENT = "60014";
  static final String NO_CHANNEL = "60018";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static OkxRequest parse(String text, int maxArgsBytes) {
    JsonNode request;
    try {
      request = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return failed(null, text, INVALID_REQUEST);
    }
    if (request == null || !request.isObject()) {
      return failed(null, text, INVALID_REQUEST);
    }
    String id = request.path("id").asText(null);
    String op = request.path("op").asText("");
    JsonNode args = request.path("args");
    if (!(op.equals("subscribe") || op.equals("unsubscribe")) || !args.isArray()) {
      return failed(id, text, INVALID_REQUEST);
    }
    List<JsonNode> channels = new ArrayList<>();
    for (JsonNode arg : args) {
      if (!arg.isObject() || !arg.path("channel").isTextual()) {
        return failed(id, text, INVALID_ARGS);
      }
      channels.add(arg);
    }
    boolean tooLong = args.toString().getBytes(StandardCharsets.UTF_8).length > maxArgsBytes;
    if (channels.isEmpty() || tooLong) {
      return failed(id, text, INVALID_ARGS);
    }
    return new OkxRequest(op.equals("subscribe"), channels, id, text, null);
  }

  private static OkxRequest failed(String id, String text, String code) {
    return new OkxRequest(false, List.of(), id, text, code);
  }

  /** The answer that a channel is subscribed or unsubscribed. */
  String acknowledged(JsonNode arg, String connId) {
    ObjectNode answer = answer(subscribes ? "subscribe" : "unsubscribe");
    answer.set("arg", arg);
    return answer.put("connId", connId).toString();
  }

  /** The answer to the request as a whole where it is wrong. */
  String refused(String code, String connId) {
    String message =
        switch (code) {
          case INVALID_ARGS -> "Invalid args";
          case TOO_FREQUENT -> "Requests too frequent. Please try again later.";
          default -> "Invalid request: " + text;
        };
    return error(code, message, connId);
  }

  /** The answer where a channel does not exist at this address, or not for this instrument. */
  String unknownChannel(JsonNode arg, String connId) {
    StringBuilder named = new StringBuilder();
    arg.properties()
        .forEach(
            field ->
                named
                    .append(named.isEmpty() ? "" : ",")
                    .append(field.getKey())
                    .append(':')
                    .append(field.getValue().asText()));
    return error(
        NO_CHANNEL,
        "Wrong URL or "
            + named
            + " doesn't exist. Please use the correct URL, channel and parameters referring to API"
            + " document.",
        connId);
  }

  private String error(String code, String message, String connId) {
    return answer("error").put("code", code).put("msg", message).put("connId", connId).toString();
  }

  private ObjectNode answer(String event) {
    ObjectNode answer = JSON.createObjectNode();
    if (id != null) {
      answer.put("id", id);
    }
    return answer.put("event", event);
  }
}
