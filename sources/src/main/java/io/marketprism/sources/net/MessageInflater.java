// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses the messages of one connection (permessage-deflate, RFC 7692 §7.2.2). Output beyond
 * a limit is produced, because later messages may refer to it, and thrown away. Holds native memory
 * until {@link #close()}. One thread.
 */
final class MessageInflater implements AutoCloseable {
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
  private static final int STEP = 16 * 1024;

  private final Inflater inflater = new Inflater(true);
  private final boolean keepsContext;
  private final byte[] discarded = new byte[STEP];
  private byte[] input = TAIL;
  private int inputEnd;

  /**
   * @param keepsContext whether a message may refer to the ones before it, which is so unless
   *     {@code server_no_context_takeover} was agreed
   */
  MessageInflater(boolean keepsContext) {
    this.keepsContext = keepsContext;
  }

  /**
   * Decompresses a piece of a message.
   *
   * @param out takes the output up to {@code limit} readable bytes; backed by an array
   * @return bytes of output that were over the limit
   */
  long inflate(ByteBuf piece, ByteBuf out, int limit) throws ProtocolException {
    if (!piece.isReadable()) {
      return 0;
    }
    if (piece.hasArray()) {
      feed(piece.array(), piece.arrayOffset() + piece.readerIndex(), piece.readableBytes());
    } else {
      byte[] copy = ByteBufUtil.getBytes(piece);
      feed(copy, 0, copy.length);
    }
    return drain(out, limit);
  }

  /** Ends the message; returns as {@link #inflate}. */
  long finish(ByteBuf out, int limit) throws ProtocolException {
    feed(TAIL, 0, TAIL.length);
    long over = drain(out, limit);
    if (!keepsContext) {
      inflater.reset();
    }
    return over;
  }

  private long drain(ByteBuf out, int limit) throws ProtocolException {
    long over = 0;
    try {
      while (true) {
        int room = limit - out.readableBytes();
        int produced;
        if (room > 0) {
          out.ensureWritable(Math.min(room, STEP));
          produced =
              inflater.inflate(
                  out.array(),
                  out.arrayOffset() + out.writerIndex(),
                  Math.min(room, out.writableBytes()));
          out.writerIndex(out.writerIndex() + produced);
        } else {
          produced = inflater.inflate(discarded);
          over += produced;
        }
        if (inflater.finished()) {
          restartAfterFinalBlock();
        } else if (produced == 0) {
          if (inflater.needsDictionary()) {
            throw new ProtocolException(
                CloseReason.BAD_PAYLOAD, "compressed data ask for a preset dictionary");
          }
          return over;
        }
      }
    } catch (DataFormatException e) {
      throw new ProtocolException(
          CloseReason.BAD_PAYLOAD, "compressed data are broken: " + e.getMessage());
    }
  }

  private void feed(byte[] bytes, int offset, int length) {
    input = bytes;
    inputEnd = offset + length;
    inflater.setInput(bytes, offset, length);
  }

  /** A sender may end a block as final (RFC 7692 §7.2.3.4); behind it the stream starts anew. */
  private void restartAfterFinalBlock() {
    int unread = inflater.getRemaining();
    inflater.reset();
    inflater.setInput(input, inputEnd - unread, unread);
  }

  @Override
  public void close() {
    inflater.end();
  }
}
