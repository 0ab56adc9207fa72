// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of one WebSocket. Frames gather in one buffer until the next flush, already in wire
 * form (RFC 6455, section 5.2; a server does not mask), so that many small frames cost one write.
 * Counts the bytes that are under way and closes a client that lets more than a bound pile up, as
 * venues do; nothing is ever left out silently. Thread safe.
 */
public final class Outbox implements Subscriber {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final long ROOM_BYTES = 1 << 20;
  private static final int BATCH_BYTES = 1 << 14;
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private final Channel channel;
  private final boolean wrapped;
  private final long boundBytes;
  private final Object room = new Object();
  private ByteBuf batch;
  private long pendingBytes;

  /**
   * An outbox that holds at most {@code boundBytes}, and whatever frame goes beyond.
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
    if (wrapped) {
      add(TEXT, bytes, 0, bytes.length);
    } else {
      add(TEXT, bytes, frame.dataOffset(), frame.dataEnd() - frame.dataOffset());
    }
  }

  @Override
  public void sendText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(TEXT, bytes, 0, bytes.length);
    flush();
  }

  @Override
  public void sendBinary(byte[] bytes) {
    add(BINARY, bytes, 0, bytes.length);
    flush();
  }

  private void add(int kind, byte[] bytes, int offset, int length) {
    long waiting;
    synchronized (room) {
      waiting = pendingBytes;
      if (batch == null) {
        batch = Unpooled.buffer(Math.max(BATCH_BYTES, length + 10));
      }
      int before = batch.readableBytes();
      batch.writeByte(kind);
      if (length < 126) {
        batch.writeByte(length);
      } else if (length < 1 << 16) {
        batch.writeByte(126).writeShort(length);
      } else {
        batch.writeByte(127).writeLong(length);
      }
      batch.writeBytes(bytes, offset, length);
      pendingBytes += batch.readableBytes() - before;
    }
    if (waiting > boundBytes && channel.isActive()) {
      LOG.warn(
          "{} takes its frames too slowly: {} bytes are waiting, bound {}; closing it",
          channel.remoteAddress(),
          waiting,
          boundBytes);
      channel.close();
    }
  }

  @Override
  public void flush() {
    synchronized (room) {
      ByteBuf full = batch;
      batch = null;
      if (full != null) {
        int size = full.readableBytes();
        inTurn(() -> channel.writeAndFlush(full).addListener(done -> sent(size)));
      }
    }
  }

  /**
   * Writes behind what other threads have handed to the event loop before: a write on the loop
   * itself would overtake them.
   */
  private void inTurn(Runnable write) {
    if (channel.eventLoop().inEventLoop()) {
      channel.eventLoop().execute(write);
    } else {
      write.run();
    }
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
  public boolean awaitRoom(Duration patience) throws InterruptedException {
    if (hasRoom()) {
      return true;
    }
    flush();
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
    close(WebSocketCloseStatus.NORMAL_CLOSURE);
  }

  /** Brings out what waits and closes the socket with a close frame of the given status. */
  public void close(WebSocketCloseStatus status) {
    flush();
    inTurn(
        () ->
            channel
                .writeAndFlush(new CloseWebSocketFrame(status))
                .addListener(ChannelFutureListener.CLOSE));
  }
}
