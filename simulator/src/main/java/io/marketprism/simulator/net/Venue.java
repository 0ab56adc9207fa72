// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One venue's protocol behind a listening port. Called on the port's event loop. */
public interface Venue {
  /**
   * The handler of WebSocket frames for an upgrade request, which removes nothing and closes
   * nothing of others; empty where the venue refuses it, which {@link #refusal} explains.
   */
  Optional<ChannelHandler> webSocket(Channel channel, FullHttpRequest request);

  /** The answer to an upgrade request that is refused; by default there is no such address. */
  default FullHttpResponse refusal(Channel channel, FullHttpRequest request) {
    return JsonResponse.text(HttpResponseStatus.NOT_FOUND, "no stream here");
  }

  /**
   * Carries out a command that only this venue knows, e.g. to let something go wrong.
   *
   * @param name what comes behind {@code /sim/}
   * @return a JSON text, or empty where the venue has no command of this name
   * @throws IllegalArgumentException where parameters are missing or wrong
   */
  default Optional<String> command(String name, Map<String, String> parameters) {
    return Optional.empty();
  }

  /** The answer to a REST request. */
  CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request);
}
