// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Joins the data frames of one connection to messages. A message that arrives in one piece is
 * handed on as it lies in the read buffer; any other is collected, up to the limit. Beyond it the
 * message is reported once and the rest skipped, so that the memory held is never more than the
 * limit. One thread.
 */
final class MessageAssembler implements AutoCloseable {

  /** Takes the messages; payloads are valid during the call. */
  interface Messages {
    void text(ByteBuf payload);

    void binary(ByteBuf payload);

    void oversize(long bytes, ByteBuf prefix);
  }

  private static final int NONE = -1;
  private static final int MIN_CAPACITY = 16 * 1024;
  private static final int MAX_FIRST_CAPACITY = 1024 * 1024;

  private final Messages messages;
  private final ByteBufAllocator allocator;
  private final int limit;
  private final MessageInflater inflater; // null: compression was not agreed

  private int opcode = NONE;
  private boolean compressed;
  private boolean lastFrame;
  private ByteBuf collected; // null: nothing of the message is held
  private boolean oversize;
  private boolean reported;
  private long knownBytes;

  /**
   * @param limit in bytes, after decompression
   * @param inflater owned from now on, or null if compression was not agreed
   */
  MessageAssembler(
      Messages messages, ByteBufAllocator allocator, int limit, MessageInflater inflater) {
    this.messages = messages;
    this.allocator = allocator;
    this.limit = limit;
    this.inflater = inflater;
  }

  void frame(int frameOpcode, boolean last, boolean rsv1, long length) throws ProtocolException {
    boolean continues = frameOpcode == Frames.CONTINUATION;
    if (continues != (opcode != NONE)) {
      throw violation(
          continues
              ? "a continuation frame without a message to continue"
              : "a new message within a fragmented one");
    }
    if (rsv1 && (continues || inflater == null)) {
      throw violation("a frame is marked compressed where that was not agreed");
    }
    if (!continues) {
      opcode = frameOpcode;
      compressed = rsv1;
      knownBytes = 0;
    }
    lastFrame = last;
    if (!compressed) {
      knownBytes += length;
      oversize |= knownBytes > limit;
    }
  }

  void payload(ByteBuf piece, boolean frameEnds) throws ProtocolException {
    boolean messageEnds = frameEnds && lastFrame;
    if (compressed) {
      inflate(piece, messageEnds);
    } else if (oversize) {
      collect(piece, prefixRoom());
    } else if (!messageEnds || collected != null) {
      collect(piece, piece.readableBytes());
    }
    if (oversize) {
      reportOversize(messageEnds);
    } else if (messageEnds) {
      deliver(collected == null ? piece : collected);
    }
    if (messageEnds) {
      reset();
    }
  }

  private void inflate(ByteBuf piece, boolean messageEnds) throws ProtocolException {
    ByteBuf out = collected();
    long over = inflater.inflate(piece, out, reported ? 0 : limit);
    if (messageEnds) {
      over += inflater.finish(out, reported ? 0 : limit);
    }
    oversize |= over > 0;
    knownBytes = out.readableBytes() + over;
  }

  private void reportOversize(boolean messageEnds) {
    if (reported) {
      return;
    }
    if (messageEnds || prefixRoom() == 0) {
      reported = true;
      ByteBuf prefix = collected();
      int shown = Math.min(prefix.readableBytes(), WebSocketOptions.OVERSIZE_PREFIX_BYTES);
      messages.oversize(knownBytes, prefix.slice(prefix.readerIndex(), shown));
      discard();
    }
  }

  private int prefixRoom() {
    int held = collected == null ? 0 : collected.readableBytes();
    return reported ? 0 : Math.max(0, WebSocketOptions.OVERSIZE_PREFIX_BYTES - held);
  }

  private void collect(ByteBuf piece, int most) {
    int bytes = Math.min(most, piece.readableBytes());
    if (bytes > 0) {
      collected().writeBytes(piece, bytes);
    }
  }

  private ByteBuf collected() {
    if (collected == null) {
      long expected = compressed ? 0 : knownBytes;
      collected =
          allocator.heapBuffer(
              (int) Math.max(MIN_CAPACITY, Math.min(expected, MAX_FIRST_CAPACITY)));
    }
    return collected;
  }

  private void deliver(ByteBuf payload) {
    if (opcode == Frames.TEXT) {
      messages.text(payload);
    } else {
      messages.binary(payload);
    }
  }

  private void reset() {
    opcode = NONE;
    oversize = false;
    reported = false;
    discard();
  }

  private void discard() {
    if (collected != null) {
      collected.release();
      collected = null;
    }
  }

  /** Gives back what is held; nothing may be called afterwards. */
  @Override
  public void close() {
    discard();
    if (inflater != null) {
      inflater.close();
    }
  }

  private static ProtocolException violation(String what) {
    return new ProtocolException(CloseReason.PROTOCOL_VIOLATION, what);
  }
}
