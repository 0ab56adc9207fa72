// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import io.marketprism.simulator.net.Outbox;
import io.marketprism.simulator.venue.VenueContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's WebSocket on which each request gets an answer and nothing else is sent. */
public final class RequestSession extends VenueSocket {
  private static final Logger LOG = LoggerFactory.getLogger(RequestSession.class);
  private final BiFunction<Channel, String, CompletionStage<String>> answers;

  /**
   * A session.
   *
   * @param answers the answer to a request that came in over a connection
   */
  public RequestSession(
      VenueContext context,
      Channel channel,
      BiFunction<Channel, String, CompletionStage<String>> answers) {
    super(
        context.hub(),
        context.limits(),
        new Outbox(channel, false, context.limits().outboxBytes()));
    this.answers = answers;
  }

  @Override
  void opened(ChannelHandlerContext context) {
    // Nothing is sent unasked.
  }

  @Override
  void text(ChannelHandlerContext context, String text) {
    answers
        .apply(context.channel(), text)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                context.writeAndFlush(new TextWebSocketFrame(answer));
              } else {
                LOG.error("Request {} failed", text, failure);
                context.close();
              }
            });
  }
}
