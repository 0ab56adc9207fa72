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
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's WebSocket: its subscriptions, the venue's pings, and the venue's limits. Streams
 * that are not served at the socket's address are acknowledged like any other and stay silent.
 * Lives on one event loop.
 */
public final class StreamSession extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);
  private final StreamHub hub;
  private final VenueLimits limits;
  private final Outbox outbox;
  private final MessageRate rate;
  private final Predicate<String> served;
  private final Set<String> streams;
  private ScheduledFuture<?> pings;
  private long lastPongNanos;

  /**
   * A session that begins with the given streams.
   *
   * @param served whether a stream is served at this address
   */
  public StreamSession(
      StreamHub hub,
      VenueLimits limits,
      Outbox outbox,
      Predicate<String> served,
      Collection<String> streams) {
    this.hub = hub;
    this.limits = limits;
    this.outbox = outbox;
    this.rate = new MessageRate(limits.messagesPerSecond());
    this.served = served;
    this.streams = new LinkedHashSet<>(streams);
  }

  /** The streams that an address names, as in {@code btcusdt@depth/btcusdt@trade}. */
  public static Set<String> streamsOf(String names) {
    Set<String> streams = new LinkedHashSet<>(Arrays.asList(names.split("/", -1)));
    streams.remove("");
    return streams;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    lastPongNanos = System.nanoTime();
    long interval = limits.pingInterval().toMillis();
    pings =
        context
            .executor()
            .scheduleAtFixedRate(() -> ping(context), interval, interval, TimeUnit.MILLISECONDS);
    hub.connected(outbox);
    streams.forEach(this::subscribe);
    refuseTooManyStreams(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
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
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
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
      control(context, text.text());
    }
  }

  private void control(ChannelHandlerContext context, String text) {
    ControlMessage message = ControlMessage.parse(text);
    if (message.error() == null) {
      switch (message.method()) {
        case SUBSCRIBE -> {
          for (String stream : message.streams()) {
            if (streams.add(stream)) {
              subscribe(stream);
            }
          }
        }
        case UNSUBSCRIBE -> {
          for (String stream : message.streams()) {
            streams.remove(stream);
            hub.unsubscribe(stream, outbox);
          }
        }
        case LIST_SUBSCRIPTIONS -> {
          // Only the answer below.
        }
      }
    }
    context.writeAndFlush(new TextWebSocketFrame(message.answer(streams)));
    refuseTooManyStreams(context);
  }

  private void subscribe(String stream) {
    if (served.test(stream)) {
      hub.subscribe(stream, outbox);
    }
  }

  private void refuseTooManyStreams(ChannelHandlerContext context) {
    if (streams.size() > limits.streamsPerConnection()) {
      LOG.warn(
          "{} has {} streams, {} are allowed; closing it",
          context.channel().remoteAddress(),
          streams.size(),
          limits.streamsPerConnection());
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("Closing {} after a failure", context.channel().remoteAddress(), cause);
    }
    context.close();
  }
}
