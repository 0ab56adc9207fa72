// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/**
 * One WebSocket as the network sees it, below the venue's session: knows its age and which side
 * ended it, and can end it or let it fall silent in ways that the session knows nothing of. The
 * public methods may be called from any thread, the others run on the socket's event loop.
 */
public final class OpenSocket extends ChannelDuplexHandler {
  private static final int ABORT_LINGER_SECONDS = 0;
  private final OpenSockets registry;
  private final Channel channel;
  private final long id;
  private final long openedNanos = System.nanoTime();
  private volatile boolean halfOpen;
  private Boolean endedByClient;

  OpenSocket(OpenSockets registry, Channel channel, long id) {
    this.registry = registry;
    this.channel = channel;
    this.id = id;
  }

  /** Counts the sockets of a simulator from 1. */
  public long id() {
    return id;
  }

  /** Milliseconds since it was opened. */
  public long ageMillis() {
    return (System.nanoTime() - openedNanos) / 1_000_000;
  }

  /** Closes it with a close frame; one that is half open stays. */
  public void close(WebSocketCloseStatus status) {
    channel
        .writeAndFlush(new CloseWebSocketFrame(status))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /** Ends the TCP connection with a reset, whatever is under way. */
  public void reset() {
    channel
        .eventLoop()
        .execute(
            () -> {
              halfOpen = false;
              channel.config().setOption(ChannelOption.SO_LINGER, ABORT_LINGER_SECONDS);
              channel.close();
            });
  }

  /**
   * From now on it stays open but nothing goes out and nothing that comes in is heeded, pings and
   * requests to close included, until the client ends the TCP connection.
   */
  public void fallSilent() {
    halfOpen = true;
  }

  /** Whether it is still open towards the client but dead. */
  public boolean halfOpen() {
    return halfOpen;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    registry.opened(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    registry.closed(this, endedByClient == null || endedByClient);
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      endedBy(true);
    }
    context.fireExceptionCaught(cause);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (halfOpen) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof CloseWebSocketFrame) {
      endedBy(true);
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (halfOpen) {
      ReferenceCountUtil.release(message);
      promise.setSuccess();
      return;
    }
    if (message instanceof CloseWebSocketFrame) {
      endedBy(false);
    }
    context.write(message, promise);
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (halfOpen) {
      promise.setSuccess();
      return;
    }
    endedBy(false);
    context.close(promise);
  }

  private void endedBy(boolean client) {
    if (endedByClient == null) {
      endedByClient = client;
    }
  }
}
