// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads a connection's requests to the venue: upgrades become WebSockets, the rest is answered. */
final class RequestRouter extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);
  private static final int MAX_INCOMING_FRAME_BYTES = 1 << 20;
  private final Venue venue;
  private final HandshakeGate gate;
  private final OpenSockets sockets;

  RequestRouter(Venue venue, HandshakeGate gate, OpenSockets sockets) {
    this.venue = venue;
    this.gate = gate;
    this.sockets = sockets;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      handshake(context, request);
    } else {
      answer(context, request);
    }
  }

  private void handshake(ChannelHandlerContext context, FullHttpRequest request) {
    HandshakeGate.Handshake handshake = gate.next();
    if (handshake.delayMillis() == 0) {
      handshake(context, request, handshake.treatment());
      return;
    }
    request.retain();
    context
        .executor()
        .schedule(
            () -> {
              try {
                handshake(context, request, handshake.treatment());
              } finally {
                request.release();
              }
            },
            handshake.delayMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void handshake(
      ChannelHandlerContext context, FullHttpRequest request, HandshakeGate.Treatment treatment) {
    switch (treatment) {
      case ADMIT -> upgrade(context, request);
      case REFUSE ->
          send(
              context,
              JsonResponse.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Service Unavailable"),
              false);
      case HANG_UP -> context.close();
    }
  }

  private void upgrade(ChannelHandlerContext context, FullHttpRequest request) {
    if (!context.channel().isActive()) {
      return;
    }
    Optional<ChannelHandler> session = venue.webSocket(context.channel(), request);
    if (session.isEmpty()) {
      send(context, venue.refusal(context.channel(), request), false);
      return;
    }
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(null, null, false, MAX_INCOMING_FRAME_BYTES)
            .newHandshaker(request);
    if (handshaker == null) {
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
      return;
    }
    handshaker
        .handshake(context.channel(), request)
        .addListener(
            done -> {
              if (done.isSuccess() && context.channel().isActive()) {
                context
                    .pipeline()
                    .addLast(
                        sockets.join(context.channel()),
                        new WebSocketFrameAggregator(MAX_INCOMING_FRAME_BYTES),
                        session.get());
                context.pipeline().remove(this);
              }
            });
  }

  private void answer(ChannelHandlerContext context, FullHttpRequest request) {
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    venue
        .answer(context.channel(), request)
        .whenComplete(
            (response, failure) -> {
              if (failure == null) {
                send(context, response, keepAlive);
              } else {
                LOG.error("Request {} failed", request.uri(), failure);
                send(
                    context,
                    JsonResponse.error(
                        HttpResponseStatus.INTERNAL_SERVER_ERROR, -1000, "Internal error"),
                    false);
              }
            });
  }

  private static void send(
      ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
    HttpUtil.setContentLength(response, response.content().readableBytes());
    HttpUtil.setKeepAlive(response, keepAlive);
    var written = context.writeAndFlush(response);
    if (!keepAlive) {
      written.addListener(ChannelFutureListener.CLOSE);
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
