// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** One listening port that serves a venue's REST and WebSocket interface. */
public final class VenueServer implements AutoCloseable {
  private static final int MAX_REQUEST_BYTES = 64 << 20;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("sim-net"), NioIoHandler.newFactory());
  private final ChannelGroup sockets =
      new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
  private final Channel channel;

  /**
   * Listens.
   *
   * @param port 0 takes a free one
   * @param gate decides on each WebSocket before the venue does
   * @param open takes in each WebSocket
   * @throws IllegalStateException where the address cannot be bound, e.g. because it is taken
   */
  public VenueServer(
      String address, int port, Venue venue, HandshakeGate gate, OpenSockets open) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel socket) {
                    sockets.add(socket);
                    socket
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(MAX_REQUEST_BYTES),
                            new RequestRouter(venue, gate, open));
                  }
                });
    var bound = bootstrap.bind(address, port).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
      throw new IllegalStateException(
          "cannot listen on " + address + ":" + port + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    channel = bound.channel();
  }

  /** The port that is listened on. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Closes the port and every socket, and ends the threads. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    sockets.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
