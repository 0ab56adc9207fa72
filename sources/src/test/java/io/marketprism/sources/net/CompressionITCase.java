// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that we did not write: Netty's. */
@SuppressWarnings("FutureReturnValueIgnored")
@Timeout(60)
class CompressionITCase {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void messagesOfAForeignServerArriveWhole(boolean offered) throws Exception {
    List<String> sent = new ArrayList<>();
    sent.add("open");
    for (int i = 0; i < 300; i++) {
      sent.add("text " + ("{\"e\":\"depthUpdate\",\"u\":" + i + "}").repeat(1 + i % 90 * 10));
    }
    try (EventLoops loops = new EventLoops(2, "compression-test");
        WebSocketClient client = new WebSocketClient()) {
      Channel server = start(loops, sent.subList(1, sent.size()));
      RecordingListener listener = new RecordingListener();
      int port = ((InetSocketAddress) server.localAddress()).getPort();
      client.connect(
          URI.create("ws://localhost:" + port + "/feed"),
          WebSocketOptions.defaults().withCompression(offered),
          loops.next(),
          listener);
      await().until(() -> listener.events.size() == sent.size());
      assertThat(listener.events).isEqualTo(sent);
      long payload =
          sent.stream().skip(1).mapToLong(message -> message.length() - "text ".length()).sum();
      if (offered) {
        assertThat(listener.connection.bytesReceived()).isLessThan(payload / 20);
      } else {
        assertThat(listener.connection.bytesReceived()).isGreaterThan(payload);
      }
    }
  }

  private static Channel start(EventLoops loops, List<String> messages) throws Exception {
    return new ServerBootstrap()
        .group(loops.next())
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel socket) {
                socket
                    .pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(65_536))
                    .addLast(new WebSocketServerCompressionHandler(0))
                    .addLast(new WebSocketServerProtocolHandler("/feed", null, true))
                    .addLast(new Greeter(messages));
              }
            })
        .bind(InetAddress.getByName("localhost"), 0)
        .sync()
        .channel();
  }

  /** Sends everything as soon as the handshake is done. */
  private static final class Greeter extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final List<String> messages;

    Greeter(List<String> messages) {
      this.messages = messages;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof HandshakeComplete) {
        for (String message : messages) {
          ctx.write(new TextWebSocketFrame(message.substring("text ".length())));
        }
        ctx.flush();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {}
  }
}
