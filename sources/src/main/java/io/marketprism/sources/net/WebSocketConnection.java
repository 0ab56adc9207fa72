// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.marketprism.sources.net.CloseReason.Cause;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket, from the attempt to open it until it is closed; it never reopens. Made by {@link
 * WebSocketClient#connect}.
 *
 * <p>Methods are to be called on the connection's event loop, where the listener is called too; any
 * other thread gets an {@link IllegalStateException}. The counters may be read from any thread.
 * Calls after the end do nothing.
 */
@SuppressWarnings("FutureReturnValueIgnored")
public final class WebSocketConnection implements SocketLink {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

  private enum State {
    CONNECTING,
    OPEN,
    CLOSING,
    CLOSED
  }

  private final URI uri;
  private final WebSocketOptions options;
  private final EventLoop loop;
  private final WebSocketListener listener;
  private final RandomGenerator random;

  private State state = State.CONNECTING;
  private Dialer dialer;
  private Channel channel; // null until open
  private FrameStream stream;
  private Outbox outbox;
  private CloseReason reason; // null until the end is known
  private byte[] pingPayload = new byte[0];
  private long pingedAt;

  private final AtomicLong framesReceived = new AtomicLong();
  private final AtomicLong bytesReceived = new AtomicLong();
  private final AtomicLong lastInbound = new AtomicLong(System.nanoTime());

  WebSocketConnection(
      URI uri,
      WebSocketOptions options,
      EventLoop loop,
      WebSocketListener listener,
      RandomGenerator random) {
    this.uri = uri;
    this.options = options;
    this.loop = loop;
    this.listener = listener;
    this.random = random;
  }

  void dial(Dialer.Tools tools) {
    if (state != State.CONNECTING) {
      return;
    }
    dialer = new Dialer(uri, options.connectTimeout(), loop, tools, new Attempt());
    dialer.start();
  }

  /** Where this connection leads. */
  public URI uri() {
    return uri;
  }

  /** Whether messages can be sent: the handshake is done and no end is in sight. */
  public boolean isOpen() {
    requireLoop();
    return state == State.OPEN;
  }

  /**
   * Sends a text message, at once or as soon as the send limit allows; messages keep their order.
   *
   * @return false if the connection is not open, and the message was dropped
   * @throws SendQueueFullException if {@link WebSocketOptions#maxPendingSends()} messages already
   *     wait
   */
  @Override
  public boolean send(String text) {
    return send(text, () -> true);
  }

  /**
   * As {@link #send(String)}, for a message that may lose its use while it waits.
   *
   * @param wanted asked, perhaps repeatedly, whether it still has one; if not, it is not sent
   */
  public boolean send(String text, BooleanSupplier wanted) {
    requireLoop();
    if (state != State.OPEN) {
      return false;
    }
    outbox.text(text.getBytes(StandardCharsets.UTF_8), wanted);
    return true;
  }

  /** Messages that wait for the send limit. */
  public int pendingSends() {
    requireLoop();
    return state == State.OPEN ? outbox.pending() : 0;
  }

  /**
   * Sends a ping as soon as the send limit allows, ahead of waiting messages. The answer comes as
   * {@link WebSocketListener#onPong}; a ping that is not answered yet is superseded.
   */
  public void ping() {
    requireLoop();
    if (state == State.OPEN) {
      pingedAt = System.nanoTime();
      pingPayload = ByteBuffer.allocate(Long.BYTES).putLong(pingedAt).array();
      outbox.ping(pingPayload);
    }
  }

  /**
   * Stops or resumes reading. While it is off no message, ping or pong is delivered, and once the
   * buffers of both systems are full the server cannot send: TCP's back-pressure. Pings stay
   * unanswered meanwhile and the end of the connection unnoticed, so bound the time. On at the
   * start.
   */
  @Override
  public void setReading(boolean on) {
    requireLoop();
    if (state == State.OPEN) {
      stream.setReading(on);
    }
  }

  /**
   * Closes the connection: sends a close frame, waits for the server's, and closes the socket after
   * {@link WebSocketOptions#closeTimeout()} whatever the server does. No message is delivered any
   * more; {@link WebSocketListener#onClosed} follows later, never within this call.
   */
  @Override
  public void close() {
    requireLoop();
    switch (state) {
      case CONNECTING -> {
        state = State.CLOSING;
        if (dialer == null) {
          loop.execute(() -> finish(CloseReason.of(Cause.LOCAL, CloseReason.NORMAL, "closed")));
        } else {
          dialer.cancel();
        }
      }
      case OPEN -> closeWith(CloseReason.of(Cause.LOCAL, CloseReason.NORMAL, ""), false);
      case CLOSING, CLOSED -> {}
    }
  }

  /** Frames of any kind received so far. Any thread. */
  public long framesReceived() {
    return framesReceived.get();
  }

  /** Bytes received so far, frames with their headers, without TLS. Any thread. */
  public long bytesReceived() {
    return bytesReceived.get();
  }

  /**
   * {@link System#nanoTime()} of the last byte received; before the first one, of this object's
   * creation. Any thread.
   */
  @Override
  public long lastInboundNanos() {
    return lastInbound.get();
  }

  @Override
  public String toString() {
    return "WebSocket " + uri;
  }

  /** Sends a close frame and makes sure that the socket is gone within the close timeout. */
  private void closeWith(CloseReason why, boolean atOnce) {
    state = State.CLOSING;
    reason = why;
    stream.discardMessages();
    var sent = outbox.close(why.code());
    if (atOnce) {
      sent.addListener(ChannelFutureListener.CLOSE);
    }
    Channel closing = channel;
    var force =
        loop.schedule(
            () -> Sockets.closeNow(closing),
            options.closeTimeout().toNanos(),
            TimeUnit.NANOSECONDS);
    closing.closeFuture().addListener(closed -> force.cancel(false));
  }

  private void finish(CloseReason why) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    try {
      listener.onClosed(why);
    } catch (RuntimeException | Error e) {
      LOG.error("The listener of {} failed in onClosed", this, e);
    }
  }

  /** Runs a callback of the listener, unless the connection is about to end. */
  private void tell(Runnable callback) {
    if (state != State.OPEN) {
      return;
    }
    try {
      callback.run();
    } catch (RuntimeException | Error e) {
      LOG.error("The listener of {} failed; the connection is closed", this, e);
      if (state == State.OPEN) {
        closeWith(
            CloseReason.of(Cause.LISTENER_FAILED, CloseReason.UNEXPECTED_CONDITION, e.toString()),
            false);
      }
    }
  }

  private void requireLoop() {
    if (!loop.inEventLoop()) {
      throw new IllegalStateException(
          this + " may be used on its event loop only, not by " + Thread.currentThread().getName());
    }
  }

  private final class Attempt implements Dialer.Outcome {
    @Override
    public void connected(Channel opened, Upgrade.Agreement agreement) {
      channel = opened;
      outbox = new Outbox(opened, options, random);
      MessageInflater inflater =
          agreement.compressed() ? new MessageInflater(agreement.keepsContext()) : null;
      stream =
          new FrameStream(
              opened,
              new Incoming(),
              new MessageAssembler(
                  new Delivery(), opened.alloc(), options.maxMessageBytes(), inflater));
      opened.pipeline().addLast("frames", stream);
      lastInbound.setRelease(System.nanoTime());
      state = State.OPEN;
      tell(() -> listener.onOpen(WebSocketConnection.this));
    }

    @Override
    public void failed(CloseReason why) {
      finish(why);
    }
  }

  private final class Delivery implements MessageAssembler.Messages {
    @Override
    public void text(ByteBuf payload) {
      tell(() -> listener.onText(payload));
    }

    @Override
    public void binary(ByteBuf payload) {
      tell(() -> listener.onBinary(payload));
    }

    @Override
    public void oversize(long bytes, ByteBuf prefix) {
      tell(() -> listener.onOversize(bytes, prefix));
    }
  }

  private final class Incoming implements FrameStream.Connection {
    @Override
    public void bytesReceived(int bytes) {
      bytesReceived.setRelease(bytesReceived.getPlain() + bytes);
      lastInbound.setRelease(System.nanoTime());
    }

    @Override
    public void frameReceived() {
      framesReceived.setRelease(framesReceived.getPlain() + 1);
    }

    @Override
    public void control(int opcode, byte[] payload) {
      switch (opcode) {
        case Frames.PING -> {
          if (state == State.OPEN) {
            outbox.pong(payload);
          }
          tell(listener::onPing);
        }
        case Frames.PONG -> {
          boolean answers = pingPayload.length > 0 && Arrays.equals(payload, pingPayload);
          long roundTrip = answers ? System.nanoTime() - pingedAt : -1;
          if (answers) {
            pingPayload = new byte[0];
          }
          tell(() -> listener.onPong(roundTrip));
        }
        default -> closeFrame(payload);
      }
    }

    private void closeFrame(byte[] payload) {
      if (state == State.OPEN) {
        int code = Frames.closeCode(payload);
        // The server closes the socket first (RFC 6455 §7.1.1), which spares us the TIME_WAIT.
        closeWith(CloseReason.of(Cause.SERVER_CLOSE, code, Frames.closeText(payload)), false);
      } else if (state == State.CLOSING) {
        channel.close();
      }
    }

    @Override
    public void violated(ProtocolException violation) {
      if (state == State.OPEN) {
        closeWith(
            CloseReason.of(Cause.PROTOCOL_ERROR, violation.closeCode(), violation.getMessage()),
            true);
      } else if (state == State.CLOSING) {
        channel.close();
      }
    }

    @Override
    public void broken(Throwable cause) {
      if (reason == null) {
        reason = CloseReason.of(Cause.RESET, CloseReason.ABNORMAL, cause.toString());
        state = State.CLOSING;
      }
      Sockets.closeNow(channel);
    }

    @Override
    public void writable() {
      outbox.flush();
    }

    @Override
    public void ended() {
      outbox.abandon();
      finish(
          reason != null
              ? reason
              : CloseReason.of(
                  Cause.RESET, CloseReason.ABNORMAL, "the socket ended without a close frame"));
    }
  }
}
