// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A client that subscribes to everything and forgets the bytes as they come: what it gets is what
 * the generator can give.
 */
final class Discard {
  private static final int STREAMS_PER_SOCKET = 1_000;
  private static final int BUFFER = 1 << 20;
  private static final int HEADER = 8;
  private static final String MASK = "\0\0\0\0";

  private Discard() {}

  /** Frames a second, as a sentence. */
  static String measure(LoadVenue venue, Duration duration)
      throws IOException, InterruptedException {
    AtomicLong bytes = new AtomicLong();
    AtomicInteger ended = new AtomicInteger();
    List<SocketChannel> sockets = new ArrayList<>();
    try {
      for (String kind : List.of("depth@100ms", "trade")) {
        for (int from = 0; from < venue.market().size(); from += STREAMS_PER_SOCKET) {
          int to = Math.min(venue.market().size(), from + STREAMS_PER_SOCKET);
          sockets.add(subscribe(URI.create(venue.wsUrl()), kind, from, to));
        }
      }
      for (SocketChannel socket : sockets) {
        Thread reader = new Thread(() -> read(socket, bytes, ended), "load-discard");
        reader.setDaemon(true);
        reader.start();
      }
      while (venue.gun().streams() < 2 * venue.market().size()) {
        Thread.sleep(10);
      }
      venue.pace(Gun.FREE);
      Thread.sleep(2_000);
      ProcessUse self = new ProcessUse(ProcessHandle.current().pid());
      double cpu = self.cpuSeconds();
      long frames = frames(venue);
      long read = bytes.get();
      long start = System.nanoTime();
      Thread.sleep(duration.toMillis());
      double seconds = (System.nanoTime() - start) / 1e9;
      frames = frames(venue) - frames;
      if (ended.get() > 0) {
        throw new IOException(ended + " sockets ended before the measurement did");
      }
      return String.format(
          "%,.0f frames/s, %,.0f MB/s, %.2f µs of CPU per frame, reading included",
          frames / seconds,
          (bytes.get() - read) / seconds / 1e6,
          1e6 * (self.cpuSeconds() - cpu) / frames);
    } finally {
      for (SocketChannel socket : sockets) {
        socket.close();
      }
    }
  }

  private static long frames(LoadVenue venue) {
    return venue.gun().depthFrames() + venue.gun().tradeFrames();
  }

  private static SocketChannel subscribe(URI uri, String kind, int from, int to)
      throws IOException {
    SocketChannel socket = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
    String upgrade =
        "GET /stream HTTP/1.1\r\nHost: "
            + uri.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    socket.write(ByteBuffer.wrap(upgrade.getBytes(StandardCharsets.US_ASCII)));
    ByteBuffer answer = ByteBuffer.allocate(1_024);
    while (!new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
        .endsWith("\r\n\r\n")) {
      if (socket.read(answer) < 0) {
        throw new IOException("no handshake with " + uri);
      }
    }
    String streams =
        IntStream.range(from, to)
            .mapToObj(i -> '"' + Symbols.symbol(i).toLowerCase(Locale.ROOT) + '@' + kind + '"')
            .collect(Collectors.joining(","));
    byte[] text =
        ("{\"method\":\"SUBSCRIBE\",\"params\":[" + streams + "],\"id\":1}")
            .getBytes(StandardCharsets.US_ASCII);
    // A mask of zeros leaves the text as it is.
    ByteBuffer frame = ByteBuffer.allocate(HEADER + text.length);
    frame.put((byte) 0x81).put((byte) 0xFE).putShort((short) text.length);
    frame.put(MASK.getBytes(StandardCharsets.US_ASCII)).put(text).flip();
    while (frame.hasRemaining()) {
      socket.write(frame);
    }
    return socket;
  }

  private static void read(SocketChannel socket, AtomicLong bytes, AtomicInteger ended) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try {
      for (int read = 0; read >= 0; read = socket.read(buffer.clear())) {
        bytes.addAndGet(read);
      }
    } catch (IOException e) {
      // Closed when the measurement is over; before that it counts below.
    }
    ended.incrementAndGet();
  }
}
