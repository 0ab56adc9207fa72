// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.faults.FaultRequest;
import io.marketprism.simulator.faults.SubscriptionFault;
import io.marketprism.simulator.net.JsonResponse;
import io.marketprism.simulator.net.Venue;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The simulator's own addresses under {@code /sim}, before those of the venue: its status, and what
 * {@link FaultControl} offers, over HTTP.
 */
final class ControlEndpoint implements Venue {
  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
  private final Venue venue;
  private final Simulator simulator;

  ControlEndpoint(Venue venue, Simulator simulator) {
    this.venue = venue;
    this.simulator = simulator;
  }

  @Override
  public Optional<ChannelHandler> webSocket(Channel channel, FullHttpRequest request) {
    return venue.webSocket(channel, request);
  }

  @Override
  public FullHttpResponse refusal(Channel channel, FullHttpRequest request) {
    return venue.refusal(channel, request);
  }

  @Override
  public CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    if (!uri.path().startsWith("/sim/")) {
      return venue.answer(channel, request);
    }
    FullHttpResponse response;
    try {
      response = control(uri, request);
    } catch (IllegalArgumentException e) {
      response = JsonResponse.text(HttpResponseStatus.BAD_REQUEST, e.getMessage() + "\n");
    }
    return CompletableFuture.completedFuture(response);
  }

  private FullHttpResponse control(QueryStringDecoder uri, FullHttpRequest request) {
    String action = uri.path().substring("/sim/".length());
    if (action.equals("status")) {
      return JsonResponse.json(HttpResponseStatus.OK, statusJson());
    }
    if (!request.method().equals(HttpMethod.POST)) {
      return JsonResponse.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "use POST\n");
    }
    FaultControl faults = simulator.faults();
    switch (action) {
      case "inject" -> {
        int sockets =
            "true".equals(optional(uri, "binary", "false"))
                ? faults.injectBinary(
                    required(uri, "stream"), ByteBufUtil.getBytes(request.content()))
                : faults.injectText(required(uri, "stream"), body(request));
        return JsonResponse.json(HttpResponseStatus.OK, "{\"sockets\":" + sockets + "}");
      }
      case "answer" ->
          faults.answerRest(
              required(uri, "endpoint"),
              number(uri, "times"),
              new CannedAnswer(
                  number(uri, "status"),
                  request.headers().get(HttpHeaderNames.CONTENT_TYPE, "text/plain"),
                  body(request)));
      case "fault" -> faults.inflict(FaultRequest.of(firstValues(uri)));
      case "drop-depth" -> faults.dropDepth(required(uri, "symbol"), number(uri, "count"));
      case "list" -> simulator.list(required(uri, "symbol"));
      case "delist" ->
          simulator.delist(
              required(uri, "symbol"), "true".equals(optional(uri, "halted", "false")));
      case "close-sockets" -> faults.closeSockets();
      case "lose" -> faults.lose(required(uri, "stream"), number(uri, "count"));
      case "silence" ->
          faults.silence(required(uri, "stream"), "true".equals(optional(uri, "silent", "true")));
      case "fail-subscriptions" ->
          faults.failSubscriptions(
              SubscriptionFault.named(required(uri, "fault")), number(uri, "times"));
      default -> {
        return faults
            .command(action, firstValues(uri))
            .map(json -> JsonResponse.json(HttpResponseStatus.OK, json))
            .orElseGet(ControlEndpoint::unknown);
      }
    }
    return JsonResponse.json(HttpResponseStatus.OK, "{}");
  }

  private static FullHttpResponse unknown() {
    return JsonResponse.text(
        HttpResponseStatus.NOT_FOUND,
        "known: /sim/status, /sim/fault, /sim/inject, /sim/answer, /sim/drop-depth, /sim/lose, /sim/silence,"
            + " /sim/fail-subscriptions, /sim/close-sockets, /sim/list, /sim/delist, and the"
            + " venue's own\n");
  }

  private static Map<String, String> firstValues(QueryStringDecoder uri) {
    Map<String, String> values = new HashMap<>();
    uri.parameters().forEach((name, texts) -> values.put(name, texts.get(0)));
    return values;
  }

  private String statusJson() {
    try {
      return JSON.writeValueAsString(simulator.status());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a status is plain data", e);
    }
  }

  private static String body(FullHttpRequest request) {
    return request.content().toString(StandardCharsets.UTF_8);
  }

  private static String optional(QueryStringDecoder uri, String name, String absent) {
    List<String> values = uri.parameters().get(name);
    return values == null ? absent : values.get(0);
  }

  private static String required(QueryStringDecoder uri, String name) {
    String value = optional(uri, name, null);
    if (value == null) {
      throw new IllegalArgumentException("parameter " + name + " is missing");
    }
    return value;
  }

  private static int number(QueryStringDecoder uri, String name) {
    String text = required(uri, name);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("parameter " + name + " is no number: " + text, e);
    }
  }
}
