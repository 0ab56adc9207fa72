// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of one WebSocket. Counts the bytes that are under way and closes a client that lets
 * more than a bound pile up, as venues do; nothing is ever left out silently. Thread safe.
 */
public final class Outbox implements Subscriber {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final long ROOM_BYTES = 1 << 20;
  private final Channel channel;
  private final boolean wrapped;
  private final long boundBytes;
  private final Object room = new Object();
  private long pendingBytes;

  /**
   * An outbox that holds at most {@code boundBytes}.
   *
   * @param wrapped whether frames carry their stream's name
   */
  public Outbox(Channel channel, boolean wrapped, long boundBytes) {
    this.channel = channel;
    this.wrapped = wrapped;
    this.boundBytes = boundBytes;
  }

  @Override
  public void send(Frame frame) {
    byte[] bytes = frame.bytes();
    ByteBuf content =
        wrapped
            ? Unpooled.wrappedBuffer(bytes)
            : Unpooled.wrappedBuffer(
                bytes, frame.dataOffset(), bytes.length - frame.dataOffset() - 1);
    write(new TextWebSocketFrame(content));
  }

  @Override
  public void sendText(String text) {
    write(new TextWebSocketFrame(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8))));
    flush();
  }

  @Override
  public void sendBinary(byte[] bytes) {
    write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
    flush();
  }

  private void write(WebSocketFrame frame) {
    int size = frame.content().readableBytes();
    long waiting;
    synchronized (room) {
      waiting = pendingBytes;
      pendingBytes += size;
    }
    if (waiting > boundBytes && channel.isActive()) {
      LOG.warn(
          "{} takes its frames too slowly: {} bytes are waiting, bound {}; closing it",
          channel.remoteAddress(),
          waiting,
          boundBytes);
      channel.close();
    }
    channel.write(frame).addListener(done -> sent(size));
  }

  private void sent(int size) {
    synchronized (room) {
      pendingBytes -= size;
      if (pendingBytes <= ROOM_BYTES / 2 || !channel.isActive()) {
        room.notifyAll();
      }
    }
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public boolean awaitRoom(Duration patience) throws InterruptedException {
    if (hasRoom()) {
      return true;
    }
    channel.flush();
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (room) {
      long left = patience.toNanos();
      while (!hasRoom() && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(room, left);
        left = deadline - System.nanoTime();
      }
      return hasRoom();
    }
  }

  private boolean hasRoom() {
    synchronized (room) {
      return pendingBytes <= ROOM_BYTES || !channel.isActive();
    }
  }

  @Override
  public void close() {
    channel
        .writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
