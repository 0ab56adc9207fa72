// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

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

/** Binance spot: {@code /stream} and {@code /ws} WebSockets, {@code /api/v3} REST. */
public final class BinanceSpotVenue implements Venue {
  private final VenueContext context;
  private final SpotRest rest;

  private BinanceSpotVenue(Market market, VenueContext context) {
    this.context = context;
    this.rest = new SpotRest(market, context);
  }

  /** Makes this venue. */
  public static VenueFactory factory() {
    return new Factory();
  }

  @Override
  public Optional<ChannelHandler> webSocket(Channel channel, FullHttpRequest request) {
    return StreamSession.at(
            "", new QueryStringDecoder(request.uri()), channel, context, stream -> true)
        .map(session -> session);
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
          return new SpotFeed(context.hub());
        }

        @Override
        public Venue open(Market market, Derivatives derivatives) {
          return new BinanceSpotVenue(market, context);
        }
      };
    }

    @Override
    public VenueLimits limits() {
      return VenueLimits.binanceSpot();
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
      return Optional.of(new SpotDecoder());
    }
  }
}
