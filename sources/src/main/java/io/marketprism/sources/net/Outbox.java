// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * The outgoing side of one connection: text, pings and pongs leave no faster than the venue allows
 * and no faster than the socket takes them. Pongs go first; of several pings that wait for an
 * answer only the latest gets one (RFC 6455 §5.5.3). Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Outbox {
  private record Text(byte[] payload, BooleanSupplier wanted) {}

  private final Channel channel;
  private final RandomGenerator masks;
  private final SlidingWindow window;
  private final int maxPending;
  private final Queue<Text> texts = new ArrayDeque<>();
  private byte[] pong; // null: none to send
  private byte[] ping; // null: none to send
  private ScheduledFuture<?> wakeUp; // null: nothing waits for the window
  private boolean closed;

  Outbox(Channel channel, WebSocketOptions options, RandomGenerator masks) {
    this.channel = channel;
    this.masks = masks;
    this.window = new SlidingWindow(options.sendLimit(), options.sendPeriod());
    this.maxPending = options.maxPendingSends();
  }

  /**
   * @param wanted asked when its turn comes; if not, it is dropped
   * @throws SendQueueFullException if as many messages wait as may
   */
  void text(byte[] payload, BooleanSupplier wanted) {
    dropUnwanted();
    if (texts.size() >= maxPending) {
      throw new SendQueueFullException(
          "already " + texts.size() + " messages wait for the send limit of " + channel);
    }
    texts.add(new Text(payload, wanted));
    flush();
  }

  void ping(byte[] payload) {
    ping = payload;
    flush();
  }

  void pong(byte[] payload) {
    pong = payload;
    flush();
  }

  /** Drops what waits and sends a close frame, which no limit holds back: it is the last. */
  ChannelFuture close(int code) {
    closed = true;
    texts.clear();
    ping = null;
    pong = null;
    cancelWakeUp();
    return channel.writeAndFlush(frame(Frames.CLOSE, Frames.closePayload(code)));
  }

  /** Drops what waits. */
  void abandon() {
    closed = true;
    texts.clear();
    cancelWakeUp();
  }

  int pending() {
    return texts.size();
  }

  /** Sends what may be sent now; also to be called when the socket takes bytes again. */
  void flush() {
    boolean wrote = false;
    while (!closed && channel.isWritable() && hasNext()) {
      long now = System.nanoTime();
      long wait = window.waitNanos(now);
      if (wait > 0) {
        wakeUpIn(wait);
        break;
      }
      window.take(now);
      channel.write(next());
      wrote = true;
    }
    if (wrote) {
      channel.flush();
    }
  }

  private boolean hasNext() {
    dropUnwanted();
    return pong != null || ping != null || !texts.isEmpty();
  }

  private void dropUnwanted() {
    while (!texts.isEmpty() && !texts.peek().wanted.getAsBoolean()) {
      texts.remove();
    }
  }

  private ByteBuf next() {
    byte[] payload = pong;
    if (payload != null) {
      pong = null;
      return frame(Frames.PONG, payload);
    }
    payload = ping;
    if (payload != null) {
      ping = null;
      return frame(Frames.PING, payload);
    }
    return frame(Frames.TEXT, texts.remove().payload);
  }

  private ByteBuf frame(int opcode, byte[] payload) {
    return Frames.masked(channel.alloc(), opcode, payload, masks.nextInt());
  }

  private void wakeUpIn(long nanos) {
    if (wakeUp == null) {
      wakeUp =
          channel
              .eventLoop()
              .schedule(
                  () -> {
                    wakeUp = null;
                    flush();
                  },
                  nanos,
                  TimeUnit.NANOSECONDS);
    }
  }

  private void cancelWakeUp() {
    if (wakeUp != null) {
      wakeUp.cancel(false);
      wakeUp = null;
    }
  }
}
