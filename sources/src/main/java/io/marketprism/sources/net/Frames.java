// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Opcodes of RFC 6455 §5.2 and the writing of a client's frames, which are always masked (§5.3).
 */
final class Frames {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  static final int MAX_CONTROL_PAYLOAD = 125;

  private Frames() {}

  /** One whole frame, masked with {@code mask}. */
  static ByteBuf masked(ByteBufAllocator allocator, int opcode, byte[] payload, int mask) {
    ByteBuf frame = allocator.buffer(14 + payload.length);
    frame.writeByte(0x80 | opcode);
    if (payload.length <= 125) {
      frame.writeByte(0x80 | payload.length);
    } else if (payload.length <= 0xFFFF) {
      frame.writeByte(0x80 | 126).writeShort(payload.length);
    } else {
      frame.writeByte(0x80 | 127).writeLong(payload.length);
    }
    frame.writeInt(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.writeByte(payload[i] ^ (mask >>> (24 - 8 * (i & 3))));
    }
    return frame;
  }

  /**
   * The payload of a close frame; a code that may not be sent (RFC 6455 §7.4) becomes none at all.
   */
  static byte[] closePayload(int code) {
    boolean sendable =
        code >= 1000 && code < 5000 && code != 1004 && code != 1005 && code != 1006 && code != 1015;
    return sendable ? new byte[] {(byte) (code >>> 8), (byte) code} : new byte[0];
  }

  static int closeCode(byte[] payload) {
    return payload.length < 2
        ? CloseReason.NO_CODE
        : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
  }

  static String closeText(byte[] payload) {
    return payload.length <= 2
        ? ""
        : new String(Arrays.copyOfRange(payload, 2, payload.length), StandardCharsets.UTF_8);
  }
}
