// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Carries the opening handshake over a fresh socket, then tells the {@link Dialer} how it went. */
@SuppressWarnings("FutureReturnValueIgnored")
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
  private static final int SHOWN_BODY_BYTES = 200;

  private final Dialer dialer;
  private final Upgrade upgrade;
  private final boolean tls;
  private final StringBuilder refusal = new StringBuilder();
  private HttpResponse response; // null: no answer yet

  UpgradeHandler(Dialer dialer, Upgrade upgrade, boolean tls) {
    this.dialer = dialer;
    this.upgrade = upgrade;
    this.tls = tls;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (!tls) {
      ask(ctx);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        ask(ctx);
      } else {
        dialer.failed("TLS handshake failed: " + handshake.cause());
      }
    }
  }

  private void ask(ChannelHandlerContext ctx) {
    dialer.asking();
    ctx.writeAndFlush(upgrade.request());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof HttpResponse head) {
        response = head;
        if (head.decoderResult().isFailure()) {
          dialer.failed("the answer to the handshake is not HTTP: " + head.decoderResult().cause());
          return;
        }
      }
      if (message instanceof HttpContent content && response != null) {
        answered(content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void answered(HttpContent content) {
    boolean complete = content instanceof LastHttpContent;
    if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      if (complete) {
        agree();
      }
      return;
    }
    ByteBuf body = content.content();
    int bytes = Math.min(body.readableBytes(), SHOWN_BODY_BYTES - refusal.length());
    refusal.append(body.toString(body.readerIndex(), bytes, StandardCharsets.ISO_8859_1));
    if (complete || refusal.length() >= SHOWN_BODY_BYTES) {
      refused();
    }
  }

  private void agree() {
    Upgrade.Agreement agreement;
    try {
      agreement = upgrade.agree(response.headers());
    } catch (ProtocolException e) {
      dialer.failed("handshake: " + e.getMessage());
      return;
    }
    dialer.agreed(agreement);
  }

  private void refused() {
    Optional<Duration> retryAfter =
        RetryAfter.parse(response.headers().get(HttpHeaderNames.RETRY_AFTER));
    dialer.rejected(response.status().code(), refusal.toString(), retryAfter);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (response != null && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      refused();
    } else {
      dialer.failed("the server closed the socket before the handshake was done");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    dialer.failed("the handshake broke: " + cause);
  }
}
