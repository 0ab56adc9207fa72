// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.faults.ChannelFaults;
import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.net.JsonResponse;
import io.marketprism.simulator.net.Outbox;
import io.marketprism.simulator.net.Peer;
import io.marketprism.simulator.net.RateWindow;
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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** OKX v5: {@code /ws/v5/public} and {@code /ws/v5/business} WebSockets, {@code /api/v5} REST. */
final class OkxVenue implements Venue {
  private static final Map<String, OkxSession.Address> ADDRESSES =
      Map.of(
          "/ws/v5/public", OkxSession.Address.PUBLIC,
          "/ws/v5/business", OkxSession.Address.BUSINESS);

  /** What the venue's interfaces are built over. */
  record Parts(
      StreamHub hub,
      OkxFeed feed,
      Market market,
      Derivatives derivatives,
      ChannelFaults faults,
      RestLog restLog,
      OkxSettings settings,
      long outboxBytes,
      Clock clock) {}

  private final Parts parts;
  private final OkxRest rest;
  private final RateWindow connects;
  private int connections;

  OkxVenue(Parts parts) {
    this.parts = parts;
    this.rest = new OkxRest(parts);
    this.connects = new RateWindow(parts.settings().connectsPerSecond(), Duration.ofSeconds(1));
  }

  @Override
  public Optional<ChannelHandler> webSocket(Channel channel, FullHttpRequest request) {
    OkxSession.Address address = address(request);
    if (address == null || !connects.admits(Peer.address(channel), System.nanoTime())) {
      return Optional.empty();
    }
    String connId = "%08x".formatted(0xa4d3_ae55 + connections++);
    Outbox outbox = new Outbox(channel, true, parts.outboxBytes());
    return Optional.of(new OkxSession(parts, address, connId, outbox));
  }

  @Override
  public FullHttpResponse refusal(Channel channel, FullHttpRequest request) {
    return address(request) == null
        ? JsonResponse.text(HttpResponseStatus.NOT_FOUND, "no stream here")
        : JsonResponse.text(HttpResponseStatus.TOO_MANY_REQUESTS, "Too Many Requests");
  }

  private static OkxSession.Address address(FullHttpRequest request) {
    return ADDRESSES.get(new QueryStringDecoder(request.uri()).path());
  }

  @Override
  public CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request) {
    return CompletableFuture.completedFuture(rest.answer(channel, request));
  }

  /**
   * {@code lower-ids} with {@code symbol} and {@code by}: the ids of a book fall by so much with
   * its next update, as after maintenance. {@code notice}: every connection is told that it will be
   * closed for an upgrade.
   */
  @Override
  public Optional<String> command(String name, Map<String, String> parameters) {
    switch (name) {
      case "lower-ids" -> {
        String symbol = parameters.getOrDefault("symbol", "");
        String by = parameters.getOrDefault("by", "");
        if (parts.market().instrument(symbol).isEmpty() || !by.matches("[1-9][0-9]{0,17}")) {
          throw new IllegalArgumentException(
              "lower-ids needs symbol, a listed instrument, and by, a number above zero; given are "
                  + parameters);
        }
        parts.feed().lowerIds(symbol, Long.parseLong(by));
        return Optional.of("{}");
      }
      case "notice" -> {
        var sockets = parts.hub().connections();
        sockets.forEach(
            socket ->
                socket.sendText(
                    """
                    {"event":"notice","code":"64008","msg":"The connection will soon be closed for \
                    a service upgrade. Please reconnect.","connId":"a4d3ae55"}"""));
        return Optional.of("{\"sockets\":" + sockets.size() + "}");
      }
      default -> {
        return Optional.empty();
      }
    }
  }
}
