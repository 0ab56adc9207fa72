// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import io.marketprism.simulator.net.Outbox;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.venue.VenueLimits;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's WebSocket at a Binance venue: the venue's pings, its limit of messages, and what
 * comes in as text for a subclass. Lives on one event loop.
 */
abstract class VenueSocket extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final Logger LOG = LoggerFactory.getLogger(VenueSocket.class);
  private final StreamHub hub;
  private final VenueLimits limits;
  private final Outbox outbox;
  private final MessageRate rate;
  private ScheduledFuture<?> pings;
  private long lastPongNanos;

  VenueSocket(StreamHub hub, VenueLimits limits, Outbox outbox) {
    this.hub = hub;
    this.limits = limits;
    this.outbox = outbox;
    this.rate = new MessageRate(limits.messagesPerSecond());
  }

  /** The socket is open. */
  abstract void opened(ChannelHandlerContext context);

  /** A text has come in, within the limit of messages. */
  abstract void text(ChannelHandlerContext context, String text);

  @Override
  public final void handlerAdded(ChannelHandlerContext context) {
    lastPongNanos = System.nanoTime();
    long interval = limits.pingInterval().toMillis();
    pings =
        context
            .executor()
            .scheduleAtFixedRate(() -> ping(context), interval, interval, TimeUnit.MILLISECONDS);
    hub.connected(outbox);
    opened(context);
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    pings.cancel(false);
    hub.disconnected(outbox);
    context.fireChannelInactive();
  }

  private void ping(ChannelHandlerContext context) {
    if (System.nanoTime() - lastPongNanos > limits.pongTimeout().toNanos()) {
      LOG.warn(
          "{} sent no pong within {}; closing it",
          context.channel().remoteAddress(),
          limits.pongTimeout());
      context.close();
      return;
    }
    byte[] payload = Long.toString(System.currentTimeMillis()).getBytes(StandardCharsets.US_ASCII);
    context.writeAndFlush(new PingWebSocketFrame(Unpooled.wrappedBuffer(payload)));
  }

  @Override
  protected final void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof CloseWebSocketFrame) {
      context.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    if (!rate.admits(System.nanoTime())) {
      LOG.warn(
          "{} sent more than {} messages within a second; closing it",
          context.channel().remoteAddress(),
          limits.messagesPerSecond());
      context.close();
      return;
    }
    if (frame instanceof PingWebSocketFrame) {
      context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
    } else if (frame instanceof PongWebSocketFrame) {
      lastPongNanos = System.nanoTime();
    } else if (frame instanceof TextWebSocketFrame text) {
      text(context, text.text());
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("Closing {} after a failure", context.channel().remoteAddress(), cause);
    }
    context.close();
  }
}
