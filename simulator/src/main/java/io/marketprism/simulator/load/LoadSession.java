// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import io.marketprism.simulator.binance.ControlMessage;
import io.marketprism.simulator.binance.StreamNames;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A client's WebSocket: subscriptions lead to the gun, pings and the close are answered. Lives on
 * one event loop.
 */
final class LoadSession extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final WriteBufferWaterMark WAITING =
      new WriteBufferWaterMark(256 << 10, 512 << 10);

  private final Gun gun;
  private final int instruments;
  private final Set<String> streams = new LinkedHashSet<>();

  LoadSession(Gun gun, int instruments) {
    this.gun = gun;
    this.instruments = instruments;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.channel().config().setWriteBufferWaterMark(WAITING);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof TextWebSocketFrame text) {
      request(context, ControlMessage.parse(text.text()));
    } else if (frame instanceof PingWebSocketFrame ping) {
      context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
    } else if (frame instanceof CloseWebSocketFrame close) {
      gun.forget(context.channel());
      context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void request(ChannelHandlerContext context, ControlMessage message) {
    if (message.error() == null) {
      switch (message.method()) {
        case SUBSCRIBE -> streams.addAll(message.streams());
        case UNSUBSCRIBE -> message.streams().forEach(streams::remove);
        case LIST_SUBSCRIPTIONS -> {
          // Only the answer below.
        }
      }
    }
    context.writeAndFlush(new TextWebSocketFrame(message.answer(streams)));
    if (message.error() == null) {
      message.streams().forEach(stream -> turn(context.channel(), message.method(), stream));
    }
  }

  private void turn(Channel channel, ControlMessage.Method method, String stream) {
    Optional<Barrel.Kind> kind = kind(stream);
    int instrument = StreamNames.symbol(stream).map(Symbols::instrument).orElse(-1);
    // As on the venue, what does not exist is acknowledged and stays silent.
    if (kind.isEmpty() || instrument < 0 || instrument >= instruments) {
      return;
    }
    if (method == ControlMessage.Method.SUBSCRIBE) {
      gun.subscribe(channel, kind.get(), instrument);
    } else if (method == ControlMessage.Method.UNSUBSCRIBE) {
      gun.unsubscribe(channel, kind.get(), instrument);
    }
  }

  private static Optional<Barrel.Kind> kind(String stream) {
    return switch (StreamNames.what(stream)) {
      case "depth@100ms" -> Optional.of(Barrel.Kind.DEPTH);
      case "trade" -> Optional.of(Barrel.Kind.TRADE);
      default -> Optional.empty();
    };
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gun.forget(context.channel());
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
