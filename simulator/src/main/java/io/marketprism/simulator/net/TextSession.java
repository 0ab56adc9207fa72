// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's WebSocket at a venue whose messages are texts: opening, closing, pings, and one way
 * out that keeps answers and pushed frames in order. The methods run on one event loop; the way out
 * takes frames from any thread.
 */
public abstract class TextSession extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final Logger LOG = LoggerFactory.getLogger(TextSession.class);
  private final StreamHub hub;
  private final List<Future<?>> timers = new ArrayList<>();
  private final Outbox outbox;
  private final TimedSubscriber out;
  private ChannelHandlerContext context;

  /** A session whose frames go out through {@code outbox}. */
  protected TextSession(StreamHub hub, Outbox outbox) {
    this.hub = hub;
    this.outbox = outbox;
    this.out = new TimedSubscriber(outbox);
  }

  /** The client is connected. */
  protected abstract void opened();

  /** The client sent a text. */
  protected abstract void received(String text);

  /** The way out, and what the hub knows this session by. */
  protected final Subscriber out() {
    return out;
  }

  /** Nanoseconds since anything was sent. */
  protected final long nanosSinceSent(long now) {
    return now - out.lastSentNanos();
  }

  @Override
  public final void handlerAdded(ChannelHandlerContext context) {
    hub.connected(out);
    this.context = context;
    opened();
  }

  /** Does something again and again until it is cancelled or the connection ends. */
  protected final Future<?> every(Duration interval, Runnable action) {
    Future<?> timer =
        context
            .executor()
            .scheduleAtFixedRate(
                action, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    timers.removeIf(Future::isDone);
    timers.add(timer);
    return timer;
  }

  /** Closes with a close frame and says why in the log. */
  protected final void end(int code, String reason) {
    LOG.warn("Closing {}: {}", context.channel().remoteAddress(), reason);
    outbox.close(new WebSocketCloseStatus(code, reason));
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    timers.forEach(timer -> timer.cancel(false));
    hub.disconnected(out);
    context.fireChannelInactive();
  }

  @Override
  protected final void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof CloseWebSocketFrame) {
      context.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
    } else if (frame instanceof PingWebSocketFrame) {
      context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
    } else if (frame instanceof TextWebSocketFrame text) {
      received(text.text());
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
