// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One venue's protocol behind a listening port. Called on the port's event loop. */
public interface Venue {
  /**
   * The handler of WebSocket frames for an upgrade request, which removes nothing and closes
   * nothing of others; empty where the venue has no WebSocket at this address.
   */
  Optional<ChannelHandler> webSocket(Channel channel, FullHttpRequest request);

  /** The answer to a REST request. */
  CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request);
}
