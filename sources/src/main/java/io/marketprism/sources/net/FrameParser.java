// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBuf;

/**
 * Cuts a server's byte stream into frames (RFC 6455 §5.2) without ever holding a payload: what has
 * arrived of a data frame is handed on at once as a slice, so a frame of any size costs no memory
 * here. Only an incomplete header (14 bytes) or control frame (125 bytes) is kept between two
 * calls.
 *
 * <p>Netty's own decoder collects a whole frame before it hands it on and closes the connection
 * when the frame is larger than its limit; a collector that must survive one huge frame can use
 * neither.
 *
 * <p>Pure: no I/O, no clock. One thread.
 */
final class FrameParser {

  /** Takes the frames of one connection. */
  interface Sink {
    /**
     * A data frame begins; {@link #dataPayload} follows at least once.
     *
     * @param opcode {@link Frames#TEXT}, {@link Frames#BINARY} or {@link Frames#CONTINUATION}
     * @param last whether it is the last frame of its message
     * @param compressed the RSV1 bit
     * @param length payload in bytes
     */
    void dataFrame(int opcode, boolean last, boolean compressed, long length)
        throws ProtocolException;

    /**
     * The next piece of the data frame's payload, valid during the call.
     *
     * @param frameEnds whether the frame is complete with it
     */
    void dataPayload(ByteBuf piece, boolean frameEnds) throws ProtocolException;

    /** A whole control frame. */
    void controlFrame(int opcode, byte[] payload) throws ProtocolException;

    /** Whether to stop before the next frame; the rest stays in the buffer for a later call. */
    boolean paused();
  }

  private static final int FIN = 0x80;
  private static final int RSV1 = 0x40;
  private static final int RSV2_AND_3 = 0x30;
  private static final int MASKED = 0x80;

  private final Sink sink;
  private final byte[] header = new byte[14];
  private int headerBytes;

  private boolean inPayload;
  private long remaining;
  private int opcode;
  private byte[] control = new byte[0];

  FrameParser(Sink sink) {
    this.sink = sink;
  }

  /** Consumes {@code in} until it is empty or the sink pauses. */
  void parse(ByteBuf in) throws ProtocolException {
    while (in.isReadable() && !sink.paused()) {
      if (inPayload) {
        payload(in);
      } else if (readHeader(in)) {
        startFrame();
        if (remaining == 0) {
          payload(in); // no further byte will come for it
        }
      }
    }
  }

  private boolean readHeader(ByteBuf in) {
    while (headerBytes < 2 || headerBytes < headerLength()) {
      if (!in.isReadable()) {
        return false;
      }
      header[headerBytes++] = in.readByte();
    }
    return true;
  }

  private int headerLength() {
    int length =
        switch (header[1] & 0x7F) {
          case 126 -> 4;
          case 127 -> 10;
          default -> 2;
        };
    return (header[1] & MASKED) == 0 ? length : length + 4;
  }

  private void startFrame() throws ProtocolException {
    int first = header[0];
    opcode = first & 0x0F;
    boolean last = (first & FIN) != 0;
    boolean compressed = (first & RSV1) != 0;
    remaining = payloadLength();
    headerBytes = 0;
    inPayload = true;
    if ((header[1] & MASKED) != 0) {
      throw violation("the server masked a frame");
    }
    if ((first & RSV2_AND_3) != 0) {
      throw violation("reserved bits are set");
    }
    switch (opcode) {
      case Frames.CONTINUATION, Frames.TEXT, Frames.BINARY ->
          sink.dataFrame(opcode, last, compressed, remaining);
      case Frames.CLOSE, Frames.PING, Frames.PONG -> {
        if (!last || compressed || remaining > Frames.MAX_CONTROL_PAYLOAD) {
          throw violation(
              "a control frame is fragmented, compressed or longer than 125 bytes (opcode "
                  + opcode
                  + ", "
                  + remaining
                  + " bytes)");
        }
        control = new byte[(int) remaining];
      }
      default -> throw violation("unknown opcode " + opcode);
    }
  }

  private long payloadLength() throws ProtocolException {
    int shortLength = header[1] & 0x7F;
    if (shortLength < 126) {
      return shortLength;
    }
    int bytes = shortLength == 126 ? 2 : 8;
    long length = 0;
    for (int i = 0; i < bytes; i++) {
      length = (length << 8) | (header[2 + i] & 0xFF);
    }
    if (length < 0) {
      throw violation("the highest bit of a frame length is set");
    }
    return length;
  }

  private void payload(ByteBuf in) throws ProtocolException {
    int available = (int) Math.min(remaining, in.readableBytes());
    remaining -= available;
    boolean frameEnds = remaining == 0;
    inPayload = !frameEnds;
    if (opcode <= Frames.BINARY) {
      sink.dataPayload(in.readSlice(available), frameEnds);
      return;
    }
    int from = control.length - (int) remaining - available;
    in.readBytes(control, from, available);
    if (frameEnds) {
      sink.controlFrame(opcode, control);
    }
  }

  private static ProtocolException violation(String what) {
    return new ProtocolException(CloseReason.PROTOCOL_VIOLATION, what);
  }
}
