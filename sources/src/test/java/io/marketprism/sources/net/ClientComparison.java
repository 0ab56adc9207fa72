// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.sun.management.ThreadMXBean;
import io.marketprism.sources.net.ScriptedServer.Peer;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures three clients side by side, as {@code docs/decisions/0002-websocket-client.md} quotes
 * it: this package's, Netty's own frame decoder, the JDK's. A server thread pushes depth frames as
 * fast as the socket takes them; each client runs a streaming JSON parser over each message. A
 * program to be run by hand, not a test: {@code main [frames] [rounds]}.
 */
final class ClientComparison {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int BATCH = 64;

  private ClientComparison() {}

  private interface Client {
    /** Connects, reads until {@code done} is reached, calls {@code atEnd}, closes. */
    void read(URI uri, AtomicLong parsed, CountDownLatch done, Runnable atEnd) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    int frames = args.length > 0 ? Integer.parseInt(args[0]) : 500_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    for (int round = 1; round <= rounds; round++) {
      measure("ours", frames, round, ClientComparison::ours);
      measure("netty", frames, round, ClientComparison::netty);
      measure("jdk", frames, round, ClientComparison::jdk);
    }
    System.exit(0); // the JDK's client cannot be closed
  }

  private static void measure(String name, int frames, int round, Client client) throws Exception {
    byte[] one = Peer.frame(0x81, depthFrame().getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    for (int i = 0; i < BATCH; i++) {
      batch.writeBytes(one);
    }
    CountDownLatch go = new CountDownLatch(1);
    AtomicLong serverCpu = new AtomicLong();
    AtomicLong serverAllocated = new AtomicLong();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (ScriptedServer server =
        new ScriptedServer(
            peer -> {
              peer.handshake();
              go.await();
              for (int sent = 0; sent < frames; sent += BATCH) {
                peer.send(batch.toByteArray());
              }
              serverCpu.set(threads.getCurrentThreadCpuTime());
              serverAllocated.set(threads.getThreadAllocatedBytes(Thread.currentThread().getId()));
              peer.readToEnd();
            })) {
      AtomicLong parsed = new AtomicLong();
      CountDownLatch done = new CountDownLatch(frames / BATCH * BATCH);
      var os =
          (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long cpu = os.getProcessCpuTime();
      Map<Long, Long> allocated = allocated(threads);
      long start = System.nanoTime();
      go.countDown();
      client.read(
          server.uri(),
          parsed,
          done,
          () -> {
            double seconds = (System.nanoTime() - start) / 1e9;
            double clientCpu = (os.getProcessCpuTime() - cpu - serverCpu.get()) / 1e3 / frames;
            double bytes =
                (grown(allocated, allocated(threads)) - serverAllocated.get()) / (double) frames;
            System.out.printf(
                Locale.ROOT,
                "round %d %-6s %,9.0f frames/s  %6.2f us CPU/frame  %,8.0f B allocated/frame  (%d B frames)%n",
                round,
                name,
                frames / seconds,
                clientCpu,
                bytes,
                one.length);
          });
    }
  }

  private static Map<Long, Long> allocated(ThreadMXBean threads) {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> byThread = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      byThread.put(ids[i], Math.max(0, bytes[i]));
    }
    return byThread;
  }

  /** What the threads that live now have allocated since. */
  private static long grown(Map<Long, Long> before, Map<Long, Long> now) {
    long sum = 0;
    for (Map.Entry<Long, Long> thread : now.entrySet()) {
      sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    return sum;
  }

  private static void ours(URI uri, AtomicLong parsed, CountDownLatch done, Runnable atEnd)
      throws Exception {
    try (EventLoops loops = new EventLoops(1, "ours");
        WebSocketClient client = new WebSocketClient()) {
      client.connect(
          uri,
          WebSocketOptions.defaults(),
          loops.next(),
          new RecordingListener() {
            @Override
            public void onText(ByteBuf payload) {
              int offset = payload.arrayOffset() + payload.readerIndex();
              try (JsonParser json =
                  JSON.createParser(payload.array(), offset, payload.readableBytes())) {
                parse(json, parsed);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              done.countDown();
            }
          });
      done.await();
      atEnd.run();
    }
  }

  private static void netty(URI uri, AtomicLong parsed, CountDownLatch done, Runnable atEnd)
      throws Exception {
    try (EventLoops loops = new EventLoops(1, "netty")) {
      Channel channel =
          new Bootstrap()
              .group(loops.next())
              .channel(NioSocketChannel.class)
              .handler(
                  new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                      socket
                          .pipeline()
                          .addLast(new HttpClientCodec(), new HttpObjectAggregator(65_536))
                          .addLast(
                              new WebSocketClientProtocolHandler(
                                  uri,
                                  WebSocketVersion.V13,
                                  null,
                                  false,
                                  new DefaultHttpHeaders(),
                                  8 << 20))
                          .addLast(new NettyReader(parsed, done));
                    }
                  })
              .connect(uri.getHost(), uri.getPort())
              .sync()
              .channel();
      done.await();
      atEnd.run();
      channel.close().sync();
    }
  }

  private static final class NettyReader extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final AtomicLong parsed;
    private final CountDownLatch done;
    private byte[] copy = new byte[8_192];

    NettyReader(AtomicLong parsed, CountDownLatch done) {
      this.parsed = parsed;
      this.done = done;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame)
        throws IOException {
      ByteBuf payload = frame.content(); // direct memory: Jackson needs an array
      int length = payload.readableBytes();
      copy = copy.length < length ? new byte[length] : copy;
      payload.readBytes(copy, 0, length);
      try (JsonParser json = JSON.createParser(copy, 0, length)) {
        parse(json, parsed);
      }
      done.countDown();
    }
  }

  private static void jdk(URI uri, AtomicLong parsed, CountDownLatch done, Runnable atEnd)
      throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor(DaemonThreads.named("jdk"));
    WebSocket socket =
        HttpClient.newBuilder()
            .executor(one)
            .build()
            .newWebSocketBuilder()
            .buildAsync(
                uri,
                new WebSocket.Listener() {
                  private final StringBuilder whole = new StringBuilder();

                  @Override
                  public CompletionStage<?> onText(
                      WebSocket webSocket, CharSequence data, boolean last) {
                    whole.append(data);
                    if (last) {
                      try (JsonParser json = JSON.createParser(whole.toString())) {
                        parse(json, parsed);
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                      whole.setLength(0);
                      done.countDown();
                    }
                    webSocket.request(1);
                    return null;
                  }
                })
            .join();
    done.await();
    atEnd.run();
    socket.abort();
    one.shutdown();
  }

  private static void parse(JsonParser json, AtomicLong parsed) throws IOException {
    int tokens = 0;
    while (json.nextToken() != null) {
      tokens++;
    }
    parsed.setPlain(parsed.getPlain() + tokens);
  }

  /** A depth update of 16 levels a side, about the mean of a busy Binance book. */
  private static String depthFrame() {
    StringBuilder levels = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      levels.append(i == 0 ? "" : ",").append("[\"612").append(10 + i).append(".45000000\",\"0.01");
      levels.append(230 + i).append("000\"]");
    }
    return "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1723075200123,"
        + "\"s\":\"BTCUSDT\",\"U\":50123456789,\"u\":50123456821,\"b\":["
        + levels
        + "],\"a\":["
        + levels
        + "]}}";
  }
}
