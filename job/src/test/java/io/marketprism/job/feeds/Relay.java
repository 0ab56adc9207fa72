// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a collector and a simulator, byte for byte, to break their connections as a
 * network does. Thread-safe.
 */
final class Relay implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Set<Channel> clients = ConcurrentHashMap.newKeySet();
  private final int target;
  private final int port;
  private Channel server;

  /**
   * @param target port of this machine to which connections lead
   */
  Relay(int target) {
    this.target = target;
    this.server = listen(0);
    this.port = ((InetSocketAddress) server.localAddress()).getPort();
  }

  private Channel listen(int wanted) {
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel client) {
                clients.add(client);
                client.closeFuture().addListener(closed -> clients.remove(client));
                join(client);
              }
            })
        .bind("127.0.0.1", wanted)
        .syncUninterruptibly()
        .channel();
  }

  private void join(Channel client) {
    new Bootstrap()
        .group(client.eventLoop())
        .channel(NioSocketChannel.class)
        .handler(new Forward(client))
        .connect("127.0.0.1", target)
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (connected.isSuccess()) {
                    client.pipeline().addLast(new Forward(connected.channel()));
                    client.config().setAutoRead(true);
                  } else {
                    client.close();
                  }
                });
  }

  /** Brings what comes from one side to the other, and its end too. */
  private static final class Forward extends ChannelInboundHandlerAdapter {
    private final Channel other;

    private Forward(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      other.writeAndFlush(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  String url() {
    return "ws://127.0.0.1:" + port;
  }

  /** Resets every second connection. */
  void resetSome() {
    List<Channel> all = List.copyOf(clients);
    reset(all.subList(0, all.size() / 2));
  }

  private static void reset(List<Channel> some) {
    for (Channel client : some) {
      client.config().setOption(ChannelOption.SO_LINGER, 0);
      client.close().syncUninterruptibly();
    }
  }

  /** Resets all connections, and has the system refuse new ones. */
  void refuse() {
    server.close().syncUninterruptibly();
    reset(List.copyOf(clients));
  }

  /** Accepts connections again. */
  void accept() {
    server = listen(port);
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
