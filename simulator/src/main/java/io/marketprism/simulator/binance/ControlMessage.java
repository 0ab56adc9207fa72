// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A request of a client on its WebSocket and the venue's answer to it (web-socket-streams.md, "Live
 * Subscribing/Unsubscribing to streams" and its table of errors).
 *
 * @param method what is asked; null with an error
 * @param streams the streams named
 * @param id the request's id as sent; null where it has none
 * @param error the venue's error; null where the request is valid
 */
public record ControlMessage(Method method, List<String> streams, JsonNode id, VenueError error) {
  /** What is asked. */
  public enum Method {
    SUBSCRIBE,
    UNSUBSCRIBE,
    LIST_SUBSCRIPTIONS
  }

  /** Code and text of an error. */
  public record VenueError(int code, String message) {}

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Reads a request. */
  public static ControlMessage parse(String text) {
    JsonNode request;
    try {
      request = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      return failed(
          null,
          3,
          "Invalid JSON: expected value at line "
              + (at == null ? 1 : at.getLineNr())
              + " column "
              + (at == null ? 1 : at.getColumnNr()));
    }
    if (request == null || !request.isObject()) {
      return failed(null, 2, "Invalid request: expected an object");
    }
    return ofObject(request);
  }

  private static ControlMessage ofObject(JsonNode request) {
    JsonNode id = request.get("id");
    if (id != null && !id.isNull() && !id.isTextual() && !(id.isIntegralNumber() && unsigned(id))) {
      return failed(null, 2, "Invalid request: request ID must be an unsigned integer");
    }
    if (!request.hasNonNull("method")) {
      return failed(id, 2, "Invalid request: missing field `method` at line 1 column 1");
    }
    Method method = method(request.get("method").asText());
    if (method == null) {
      return failed(
          id,
          2,
          "Invalid request: unknown variant "
              + request.get("method").asText()
              + ", expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`");
    }
    List<String> streams = new ArrayList<>();
    for (JsonNode stream : request.path("params")) {
      if (!stream.isTextual()) {
        return failed(id, 2, "Invalid request: property name must be a string");
      }
      streams.add(stream.asText());
    }
    if (method != Method.LIST_SUBSCRIPTIONS && !request.path("params").isArray()) {
      return failed(id, 2, "Invalid request: missing field `params` at line 1 column 1");
    }
    return new ControlMessage(method, streams, id, null);
  }

  /** The same as one that the venue refuses though nothing is wrong with it. */
  ControlMessage refused() {
    return failed(id, 0, "Unknown error");
  }

  private static boolean unsigned(JsonNode id) {
    return id.bigIntegerValue().signum() >= 0;
  }

  private static Method method(String name) {
    for (Method method : Method.values()) {
      if (method.name().equals(name)) {
        return method;
      }
    }
    return null;
  }

  private static ControlMessage failed(JsonNode id, int code, String message) {
    return new ControlMessage(null, List.of(), id, new VenueError(code, message));
  }

  /** The venue's answer, given the connection's subscriptions after the request. */
  public String answer(Collection<String> subscriptions) {
    ObjectNode answer = JSON.createObjectNode();
    if (error != null) {
      answer.put("code", error.code()).put("msg", error.message());
    } else if (method == Method.LIST_SUBSCRIPTIONS) {
      var list = answer.putArray("result");
      subscriptions.forEach(list::add);
    } else {
      answer.putNull("result");
    }
    answer.set("id", id);
    return answer.toString();
  }
}
