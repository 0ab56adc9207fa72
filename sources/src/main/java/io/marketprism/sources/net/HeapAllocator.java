// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * Pooled buffers on the heap, the ones that sockets are read into included. Parsers and the JDK's
 * TLS engine work on arrays; into direct memory, Netty's default, each payload would have to be
 * copied once more to be parsed.
 */
final class HeapAllocator extends PooledByteBufAllocator {

  HeapAllocator() {
    super(false);
  }

  @Override
  public ByteBuf ioBuffer() {
    return heapBuffer();
  }

  @Override
  public ByteBuf ioBuffer(int initialCapacity) {
    return heapBuffer(initialCapacity);
  }

  @Override
  public ByteBuf ioBuffer(int initialCapacity, int maxCapacity) {
    return heapBuffer(initialCapacity, maxCapacity);
  }
}
