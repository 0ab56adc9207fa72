// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.faults.ChannelFaults;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.net.JsonResponse;
import io.marketprism.simulator.net.Outbox;
import io.marketprism.simulator.net.Peer;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.Venue;
import io.marketprism.simulator.venue.RestLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Deribit v2: JSON-RPC on {@code /ws/api/v2}, the same methods by HTTP under {@code /api/v2}. */
final class DeribitVenue implements Venue {
  private static final String WS_PATH = "/ws/api/v2";
  private static final String REST_PREFIX = "/api/v2/";
  private static final Set<String> WEB_SOCKET_METHODS =
      Set.of(
          "public/subscribe",
          "public/unsubscribe",
          "public/unsubscribe_all",
          "public/set_heartbeat",
          "public/disable_heartbeat");

  /** What the venue's interfaces are built over. */
  record Parts(
      StreamHub hub,
      DeribitFeed feed,
      Market market,
      DeribitMethods methods,
      ChannelFaults faults,
      RestLog restLog,
      DeribitSettings settings,
      Credits requests,
      Credits subscriptions,
      long outboxBytes,
      Clock clock) {}

  private final Parts parts;
  private final ConnectionSlots slots;

  /** The venue over a market whose books the feed has taken. */
  DeribitVenue(Parts parts) {
    this.parts = parts;
    this.slots = new ConnectionSlots(parts.settings().connectionsPerAddress());
  }

  @Override
  public Optional<ChannelHandler> webSocket(Channel channel, FullHttpRequest request) {
    if (!path(request).equals(WS_PATH) || !slots.admits(channel)) {
      return Optional.empty();
    }
    Outbox outbox = new Outbox(channel, true, parts.outboxBytes());
    return Optional.of(new DeribitSession(parts, Peer.address(channel), outbox));
  }

  private static String path(FullHttpRequest request) {
    return new QueryStringDecoder(request.uri()).path();
  }

  @Override
  public FullHttpResponse refusal(Channel channel, FullHttpRequest request) {
    return path(request).equals(WS_PATH)
        ? tooManyConnections()
        : JsonResponse.text(HttpResponseStatus.NOT_FOUND, "no stream here");
  }

  private static FullHttpResponse tooManyConnections() {
    return JsonResponse.text(HttpResponseStatus.TOO_MANY_REQUESTS, "Too Many Requests");
  }

  @Override
  public CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request) {
    return CompletableFuture.completedFuture(
        slots.admits(channel) ? answer(Peer.address(channel), request) : tooManyConnections());
  }

  private FullHttpResponse answer(String address, FullHttpRequest request) {
    Instant in = parts.clock().instant();
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    String path = uri.path();
    Optional<CannedAnswer> canned =
        parts.restLog().request(path.substring(path.lastIndexOf('/') + 1));
    if (canned.isPresent()) {
      CannedAnswer answer = canned.get();
      return JsonResponse.of(
          HttpResponseStatus.valueOf(answer.status()), answer.contentType(), answer.body());
    }
    try {
      String result = result(address, path, RpcParams.of(uri.parameters()));
      return JsonResponse.json(
          HttpResponseStatus.OK, RpcAnswer.result(null, result, in, parts.clock().instant()));
    } catch (RpcError e) {
      HttpResponseStatus status =
          e.code() == RpcError.TOO_MANY_REQUESTS
              ? HttpResponseStatus.TOO_MANY_REQUESTS
              : HttpResponseStatus.BAD_REQUEST;
      return JsonResponse.json(status, RpcAnswer.error(null, e, in, parts.clock().instant()));
    }
  }

  private String result(String address, String path, RpcParams params) {
    String method = path.startsWith(REST_PREFIX) ? path.substring(REST_PREFIX.length()) : path;
    if (!parts.requests().spend(address, System.nanoTime())) {
      throw RpcError.tooManyRequests();
    }
    if (WEB_SOCKET_METHODS.contains(method)) {
      throw RpcError.webSocketOnly();
    }
    return parts.methods().method(method).orElseThrow(RpcError::noMethod).result(params);
  }
}
