// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The client's socket, with a breath after each write and each read of a busy connection. The
 * client's writer sends what is in its queue as soon as it sees it, which under a stream of
 * messages is one or two at a time, and its reader wakes another thread for each ack that comes in.
 * While this port holds its breath, messages and acks gather, and the next call takes all of them.
 *
 * <p>What comes after a silence goes through at once; the rest waits for {@link #BREATH_NANOS} at
 * most.
 *
 * <p>Made by the client, by its name; {@link #write} belongs to the client's writer thread, {@link
 * #read} to its reader thread.
 */
public final class GatheringDataPort extends SocketDataPortWithWriteTimeout {

  static final long BREATH_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  /** Calls further apart than this have nothing to gather. */
  static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Breath afterWrite = new Breath();
  private final Breath afterRead = new Breath();

  @Override
  public void write(byte[] bytes, int count) throws IOException {
    super.write(bytes, count);
    afterWrite.take();
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int got = super.read(bytes, offset, count);
    afterRead.take();
    return got;
  }

  /** Of one thread. */
  private static final class Breath {

    private long lastNanos = System.nanoTime() - BUSY_NANOS;

    void take() {
      long now = System.nanoTime();
      boolean busy = now - lastNanos < BUSY_NANOS;
      lastNanos = now;
      if (busy) {
        // Interrupted or woken early, it gathers less.
        LockSupport.parkNanos(this, BREATH_NANOS);
      }
    }
  }
}
