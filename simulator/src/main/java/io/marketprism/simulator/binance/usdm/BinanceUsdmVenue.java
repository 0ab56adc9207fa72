// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import io.marketprism.simulator.binance.RequestSession;
import io.marketprism.simulator.binance.RequestWeight;
import io.marketprism.simulator.binance.RestGate;
import io.marketprism.simulator.binance.ServerShutdown;
import io.marketprism.simulator.binance.StreamNames;
import io.marketprism.simulator.binance.StreamSession;
import io.marketprism.simulator.faults.RestShape;
import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.net.Venue;
import io.marketprism.simulator.replay.VenueDecoder;
import io.marketprism.simulator.venue.VenueContext;
import io.marketprism.simulator.venue.VenueFactory;
import io.marketprism.simulator.venue.VenueLimits;
import io.marketprism.simulator.venue.VenueProtocol;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Binance USD-M: streams by class below {@code /public} and {@code /market}, a retired root that
 * stays silent, the WebSocket API at {@code /ws-fapi/v1}, REST below {@code /fapi/v1} and {@code
 * /futures/data}.
 */
public final class BinanceUsdmVenue implements Venue {
  private static final String WEB_SOCKET_API = "/ws-fapi/v1";
  private final VenueContext context;
  private final UsdmRest rest;
  private final UsdmWebSocketApi webSocketApi;

  private BinanceUsdmVenue(Market market, Derivatives derivatives, VenueContext context) {
    this.context = context;
    RestGate gate =
        new RestGate(
            new RequestWeight(context.limits().weightPerMinute(), context.clock()),
            context.restLog());
    this.rest = new UsdmRest(market, derivatives, gate, context);
    this.webSocketApi = new UsdmWebSocketApi(market, gate, context);
  }

  /** Makes this venue. */
  public static VenueFactory factory() {
    return new Factory();
  }

  @Override
  public Optional<ChannelHandler> webSocket(Channel channel, FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    if (uri.path().equals(WEB_SOCKET_API)) {
      return Optional.of(new RequestSession(context, channel, webSocketApi::answer));
    }
    Optional<StreamSession> session = Optional.empty();
    for (StreamClass streams : StreamClass.values()) {
      session =
          session.or(
              () -> StreamSession.at(streams.root(), uri, channel, context, streams::serves));
    }
    return session
        .or(() -> StreamSession.at("", uri, channel, context, retired -> false))
        .map(handler -> handler);
  }

  @Override
  public CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request) {
    return rest.answer(channel, request);
  }

  /** {@code shutdown}: every connection is told that the server will end it. */
  @Override
  public Optional<String> command(String name, Map<String, String> parameters) {
    return ServerShutdown.command(name, context);
  }

  private static final class Factory implements VenueFactory {
    @Override
    public VenueProtocol create(VenueContext context) {
      return new VenueProtocol() {
        @Override
        public MarketFeed feed() {
          return new UsdmFeed(context.hub(), context.clock());
        }

        @Override
        public Venue open(Market market, Derivatives derivatives) {
          return new BinanceUsdmVenue(market, derivatives, context);
        }
      };
    }

    @Override
    public VenueLimits limits() {
      return VenueLimits.binanceUsdm();
    }

    @Override
    public Optional<String> bookOf(String stream) {
      return StreamNames.bookOf(stream);
    }

    @Override
    public Optional<String> tradesOf(String stream) {
      return StreamNames.tradesOf(stream);
    }

    @Override
    public RestShape rest() {
      return RestShape.BINANCE;
    }

    @Override
    public Optional<VenueDecoder> decoder() {
      return Optional.of(new UsdmDecoder());
    }
  }
}
