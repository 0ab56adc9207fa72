// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.net.Outbox;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.Venue;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Binance spot: {@code /stream} and {@code /ws} WebSockets, {@code /api/v3} REST. */
public final class BinanceSpotVenue implements Venue {
  private final StreamHub hub;
  private final SpotLimits limits;
  private final SpotRest rest;

  /** The venue over a market whose frames go through {@code hub}. */
  public BinanceSpotVenue(Market market, StreamHub hub, SpotLimits limits, RestLog restLog) {
    this.hub = hub;
    this.limits = limits;
    this.rest = new SpotRest(market, limits, restLog);
  }

  @Override
  public Optional<ChannelHandler> webSocket(Channel channel, FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    String path = uri.path();
    if (path.equals("/stream")) {
      List<String> values = uri.parameters().getOrDefault("streams", List.of());
      return Optional.of(session(channel, true, values.isEmpty() ? "" : values.get(0)));
    }
    if (path.equals("/ws") || path.startsWith("/ws/")) {
      return Optional.of(session(channel, false, path.substring("/ws".length())));
    }
    return Optional.empty();
  }

  private SpotSession session(Channel channel, boolean wrapped, String names) {
    Set<String> streams = new LinkedHashSet<>(Arrays.asList(names.split("/", -1)));
    streams.remove("");
    return new SpotSession(
        hub, limits, new Outbox(channel, wrapped, limits.outboxBytes()), streams);
  }

  @Override
  public CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request) {
    return rest.answer(channel, request);
  }
}
