// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import io.marketprism.simulator.faults.FaultLog;
import io.marketprism.simulator.faults.RestFaults;
import io.marketprism.simulator.net.Venue;
import io.marketprism.simulator.venue.RestLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A venue before whose REST interface things can be made to go wrong. */
final class FaultyVenue implements Venue {
  private final Venue venue;
  private final RestFaults faults;
  private final RestLog log;
  private final FaultLog told;

  /**
   * @param log counts requests
   * @param told gets to know of sockets that the venue refuses
   */
  FaultyVenue(Venue venue, RestFaults faults, RestLog log, FaultLog told) {
    this.venue = venue;
    this.faults = faults;
    this.log = log;
    this.told = told;
  }

  @Override
  public Optional<ChannelHandler> webSocket(Channel channel, FullHttpRequest request) {
    return venue.webSocket(channel, request);
  }

  @Override
  public FullHttpResponse refusal(Channel channel, FullHttpRequest request) {
    told.refused();
    return venue.refusal(channel, request);
  }

  @Override
  public Optional<String> command(String name, Map<String, String> parameters) {
    return venue.command(name, parameters);
  }

  @Override
  public CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    String endpoint = uri.path().substring(uri.path().lastIndexOf('/') + 1);
    Optional<CompletionStage<FullHttpResponse>> wrong = faults.instead(channel, endpoint, uri);
    if (wrong.isEmpty()) {
      return venue.answer(channel, request);
    }
    log.count(endpoint);
    return wrong.get();
  }
}
