// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The incoming side of one connection: bytes to frames to messages, with a brake. While reading is
 * off the socket is not read, and what was read already waits here: at most what one turn of the
 * event loop reads, 64 KiB and with TLS a few records more. Event loop only.
 */
final class FrameStream extends ChannelInboundHandlerAdapter implements FrameParser.Sink {

  /** The connection behind the stream. */
  interface Connection {
    void bytesReceived(int bytes);

    void frameReceived();

    void control(int opcode, byte[] payload);

    void violated(ProtocolException violation);

    void broken(Throwable cause);

    void writable();

    void ended();
  }

  private final Channel channel;
  private final Connection connection;
  private final MessageAssembler assembler;
  private final FrameParser parser = new FrameParser(this);
  private final Deque<ByteBuf> held = new ArrayDeque<>();
  private boolean reading = true;
  private boolean parsing;
  private boolean discarding;
  private boolean violated;

  FrameStream(Channel channel, Connection connection, MessageAssembler assembler) {
    this.channel = channel;
    this.connection = connection;
    this.assembler = assembler;
  }

  void setReading(boolean on) {
    if (reading == on) {
      return;
    }
    reading = on;
    if (!on) {
      channel.config().setAutoRead(false);
    } else if (held.isEmpty()) {
      channel.config().setAutoRead(true);
    } else {
      channel.eventLoop().execute(this::resume);
    }
  }

  boolean isReading() {
    return reading;
  }

  /** From now on only control frames are heard. */
  void discardMessages() {
    discarding = true;
    setReading(true);
  }

  private void resume() {
    parseHeld();
    if (reading && held.isEmpty()) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    connection.bytesReceived(bytes.readableBytes());
    held.addLast(bytes);
    if (violated) {
      releaseHeld(); // where the next frame begins is unknown
    } else {
      parseHeld();
    }
  }

  private void parseHeld() {
    if (parsing) {
      return;
    }
    parsing = true;
    try {
      while (reading && !held.isEmpty()) {
        parser.parse(held.peekFirst());
        if (!held.peekFirst().isReadable()) {
          held.removeFirst().release();
        }
      }
    } catch (ProtocolException e) {
      violated = true;
      releaseHeld();
      connection.violated(e);
    } finally {
      parsing = false;
    }
  }

  @Override
  public boolean paused() {
    return !reading;
  }

  @Override
  public void dataFrame(int opcode, boolean last, boolean compressed, long length)
      throws ProtocolException {
    connection.frameReceived();
    if (!discarding) {
      assembler.frame(opcode, last, compressed, length);
    }
  }

  @Override
  public void dataPayload(ByteBuf piece, boolean frameEnds) throws ProtocolException {
    if (!discarding) {
      assembler.payload(piece, frameEnds);
    }
  }

  @Override
  public void controlFrame(int opcode, byte[] payload) {
    connection.frameReceived();
    connection.control(opcode, payload);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      connection.writable();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.broken(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    releaseHeld();
    assembler.close();
    connection.ended();
  }

  private void releaseHeld() {
    while (!held.isEmpty()) {
      held.removeFirst().release();
    }
  }
}
