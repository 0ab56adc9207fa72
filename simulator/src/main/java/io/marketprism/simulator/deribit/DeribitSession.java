// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.simulator.faults.SubscriptionFault;
import io.marketprism.simulator.net.Outbox;
import io.marketprism.simulator.net.TextSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;

/**
 * One client's WebSocket: JSON-RPC requests, subscriptions, and heartbeats that the client must
 * answer (docs.deribit.com, "public/set_heartbeat", "public/subscribe"). Lives on one event loop.
 */
final class DeribitSession extends TextSession {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int LEAST_HEARTBEAT = 10;
  private static final int GOING_AWAY = 1_001;
  private static final int POLICY = 1_008;

  private final DeribitVenue.Parts parts;
  private final String address;
  private final Set<String> subscribed = new LinkedHashSet<>();
  private final List<String> toBegin = new ArrayList<>();
  private Future<?> heartbeats;
  private boolean testPending;

  DeribitSession(DeribitVenue.Parts parts, String address, Outbox outbox) {
    super(parts.hub(), outbox);
    this.parts = parts;
    this.address = address;
  }

  @Override
  protected void opened() {
    // The venue sends nothing by itself.
  }

  @Override
  protected void received(String text) {
    Instant in = parts.clock().instant();
    String id = null;
    try {
      JsonNode request = parse(text);
      id = request.has("id") ? request.get("id").toString() : null;
      String method = request.path("method").asText("");
      charge(method);
      Optional<String> result = result(method, new RpcParams(request.path("params")));
      if (result.isPresent()) {
        out().sendText(RpcAnswer.result(id, result.get(), in, parts.clock().instant()));
        begin();
      }
    } catch (RpcError e) {
      out().sendText(RpcAnswer.error(id, e, in, parts.clock().instant()));
      if (e.code() == RpcError.TOO_MANY_REQUESTS) {
        end(POLICY, "too_many_requests");
      }
    }
  }

  private static JsonNode parse(String text) {
    JsonNode request;
    try {
      request = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw RpcError.parse();
    }
    if (request == null || !request.isObject() || !request.path("method").isTextual()) {
      throw RpcError.invalidRequest();
    }
    return request;
  }

  private void charge(String method) {
    Credits credits = method.equals("public/subscribe") ? parts.subscriptions() : parts.requests();
    if (!credits.spend(address, System.nanoTime())) {
      throw RpcError.tooManyRequests();
    }
  }

  /** The result of a method; empty where it shall not be answered. */
  private Optional<String> result(String method, RpcParams params) {
    return switch (method) {
      case "public/hello" -> {
        params.text("client_name");
        params.text("client_version");
        yield Optional.of("{\"version\":\"1.2.26\"}");
      }
      case "public/set_heartbeat" -> Optional.of(heartbeat(params.number("interval")));
      case "public/disable_heartbeat" -> {
        endHeartbeats();
        yield Optional.of("\"ok\"");
      }
      case "public/subscribe" -> subscribe(params.channels());
      case "public/unsubscribe" -> Optional.of(unsubscribe(params.channels()));
      case "public/unsubscribe_all" -> {
        unsubscribe(List.copyOf(subscribed));
        yield Optional.of("\"ok\"");
      }
      default -> {
        if (method.equals("public/test")) {
          testPending = false;
        }
        yield Optional.of(
            parts.methods().method(method).orElseThrow(RpcError::noMethod).result(params));
      }
    };
  }

  private String heartbeat(long interval) {
    if (interval < LEAST_HEARTBEAT) {
      throw RpcError.parameter("interval", "must be at least " + LEAST_HEARTBEAT);
    }
    endHeartbeats();
    Duration every = parts.settings().heartbeatUnit().multipliedBy(interval);
    heartbeats = every(every, this::beat);
    return "\"ok\"";
  }

  private void endHeartbeats() {
    if (heartbeats != null) {
      heartbeats.cancel(false);
    }
    testPending = false;
  }

  private void beat() {
    if (testPending) {
      end(GOING_AWAY, "heartbeat was not answered");
      return;
    }
    testPending = true;
    out()
        .sendText(
            """
            {"params":{"type":"test_request"},"method":"heartbeat","jsonrpc":"2.0"}""");
  }

  private Optional<String> subscribe(List<String> channels) {
    SubscriptionFault fault = parts.faults().takeSubscriptionFault().orElse(null);
    if (fault == SubscriptionFault.NO_ANSWER) {
      return Optional.empty();
    }
    if (fault == SubscriptionFault.ERROR) {
      throw RpcError.badRequest();
    }
    if (channels.stream().anyMatch(channel -> channel.endsWith(".raw"))) {
      throw RpcError.rawNeedsAccount();
    }
    int left = fault == SubscriptionFault.LEAVE_OUT && !channels.isEmpty() ? 1 : 0;
    List<String> known =
        channels.subList(0, channels.size() - left).stream()
            .filter(channel -> DeribitChannel.parse(channel, parts.market()).isPresent())
            .distinct()
            .toList();
    for (String channel : known) {
      if (subscribed.add(channel)) {
        toBegin.add(channel);
      }
    }
    return Optional.of(array(known));
  }

  /** Lets the channels begin that were just acknowledged. */
  private void begin() {
    for (String name : toBegin) {
      DeribitChannel channel = DeribitChannel.parse(name, parts.market()).orElseThrow();
      if (channel.book()) {
        parts.feed().subscribeBook(channel.subject(), out());
      } else {
        parts.hub().subscribe(name, out());
      }
    }
    toBegin.clear();
  }

  private String unsubscribe(List<String> channels) {
    List<String> ended = channels.stream().filter(subscribed::remove).toList();
    for (String name : ended) {
      if (name.startsWith("book.")) {
        parts
            .feed()
            .unsubscribeBook(
                name.substring("book.".length(), name.length() - ".100ms".length()), out());
      } else {
        parts.hub().unsubscribe(name, out());
      }
    }
    return array(ended);
  }

  private static String array(List<String> names) {
    return JSON.valueToTree(names).toString();
  }
}
