// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.marketprism.sources.net.CloseReason.Cause;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One attempt to open a connection: DNS, TCP, TLS, handshake, under one deadline. Ends in exactly
 * one call of {@link Outcome}, after which no socket of the attempt is left unless it was handed
 * over. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Dialer {

  /** How the attempt ended. */
  interface Outcome {
    /**
     * The handshake is done; the handlers of the handshake are still in the pipeline until this
     * returns.
     */
    void connected(Channel channel, Upgrade.Agreement agreement);

    void failed(CloseReason reason);
  }

  /** What an attempt needs of the client that makes it. */
  record Tools(
      HostResolver resolver, SslContext tls, ByteBufAllocator allocator, Upgrade upgrade) {}

  private enum Stage {
    DNS("no answer of DNS"),
    TCP("no TCP connection"),
    TLS("TLS handshake not done"),
    UPGRADE("WebSocket handshake not done");

    private final String missing;

    Stage(String missing) {
      this.missing = missing;
    }
  }

  private static final String HTTP_CODEC = "http-codec";
  private static final String UPGRADE_HANDLER = "upgrade";

  private final URI uri;
  private final boolean secure;
  private final Duration timeout;
  private final EventLoop loop;
  private final Tools tools;
  private final Outcome outcome;
  private final Queue<InetAddress> untried = new ArrayDeque<>();
  private Stage stage = Stage.DNS;
  private long deadline;
  private ScheduledFuture<?> timer; // null: not started
  private Channel channel; // null: no TCP attempt under way
  private boolean done;

  Dialer(URI uri, Duration timeout, EventLoop loop, Tools tools, Outcome outcome) {
    this.uri = uri;
    this.secure = uri.getScheme().equalsIgnoreCase("wss");
    this.timeout = timeout;
    this.loop = loop;
    this.tools = tools;
    this.outcome = outcome;
  }

  void start() {
    deadline = System.nanoTime() + timeout.toNanos();
    timer = loop.schedule(this::timedOut, timeout.toNanos(), TimeUnit.NANOSECONDS);
    tools.resolver.resolve(uri.getHost()).whenComplete(this::backOnLoop);
  }

  private void backOnLoop(List<InetAddress> addresses, Throwable error) {
    try {
      loop.execute(() -> resolved(addresses, error));
    } catch (RejectedExecutionException e) {
      // The loops were closed meanwhile; with them went everybody who could be told.
    }
  }

  private void resolved(List<InetAddress> addresses, Throwable error) {
    if (done) {
      return;
    }
    if (error != null) {
      Throwable cause = error instanceof CompletionException ? error.getCause() : error;
      failed("no address for " + uri.getHost() + ": " + cause);
      return;
    }
    untried.addAll(addresses);
    stage = Stage.TCP;
    tryNextAddress();
  }

  private void tryNextAddress() {
    InetAddress address = untried.remove();
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    ChannelFuture attempt =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, tools.allocator)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millisForThisAddress())
            .handler(new Handshake())
            .connect(new InetSocketAddress(address, port));
    channel = attempt.channel();
    attempt.addListener(
        result -> {
          if (done || result.isSuccess()) {
            return;
          }
          if (untried.isEmpty()) {
            failed("no TCP connection to " + address + ":" + port + ": " + result.cause());
          } else {
            tryNextAddress();
          }
        });
  }

  /**
   * An address that swallows packets must leave time for the others; the last one may use all that
   * is left.
   */
  private int millisForThisAddress() {
    if (untried.isEmpty()) {
      return 0;
    }
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    return (int) Math.max(1, left / (untried.size() + 1));
  }

  private final class Handshake extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel socket) {
      if (secure) {
        SslHandler handler =
            tools.tls.newHandler(
                socket.alloc(), Sockets.withoutBrackets(uri.getHost()), uri.getPort());
        handler.setHandshakeTimeoutMillis(0); // the deadline of the whole attempt rules
        handler.setCloseNotifyFlushTimeoutMillis(Sockets.CLOSE_NOTIFY_FLUSH_MILLIS);
        socket.pipeline().addLast(handler);
      }
      socket
          .pipeline()
          .addLast(HTTP_CODEC, new HttpClientCodec())
          .addLast(UPGRADE_HANDLER, new UpgradeHandler(Dialer.this, tools.upgrade, secure));
      stage = secure ? Stage.TLS : Stage.UPGRADE;
    }
  }

  /** The socket is up and the handshake is being sent. */
  void asking() {
    stage = Stage.UPGRADE;
  }

  void agreed(Upgrade.Agreement agreement) {
    if (!end()) {
      return;
    }
    Channel opened = channel;
    // What is sent on opening must not meet the HTTP encoder, which would swallow it.
    opened.pipeline().get(HttpClientCodec.class).removeOutboundHandler();
    outcome.connected(opened, agreement);
    // Bytes behind the handshake's answer leave the codec when it is removed, towards the handlers
    // that were just added.
    opened.pipeline().remove(UPGRADE_HANDLER);
    opened.pipeline().remove(HTTP_CODEC);
  }

  void rejected(int status, String body, Optional<Duration> retryAfter) {
    String text = "handshake refused with HTTP " + status + (body.isBlank() ? "" : ": " + body);
    fail(new CloseReason(Cause.REJECTED, CloseReason.ABNORMAL, text, status, retryAfter));
  }

  void failed(String what) {
    fail(CloseReason.of(Cause.CONNECT_FAILED, CloseReason.ABNORMAL, what));
  }

  private void timedOut() {
    String text = stage.missing + " within " + timeout.toMillis() + " ms";
    fail(CloseReason.of(Cause.TIMEOUT, CloseReason.ABNORMAL, text));
  }

  void cancel() {
    fail(CloseReason.of(Cause.LOCAL, CloseReason.NORMAL, "closed while connecting"));
  }

  private void fail(CloseReason reason) {
    if (!end()) {
      return;
    }
    if (channel == null) {
      loop.execute(() -> outcome.failed(reason));
    } else {
      channel.closeFuture().addListener(closed -> outcome.failed(reason));
      Sockets.closeNow(channel);
    }
  }

  private boolean end() {
    if (done) {
      return false;
    }
    done = true;
    timer.cancel(false);
    return true;
  }
}
