// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The client's socket, with a breath after each write of a busy connection. The client's writer
 * sends what is in its queue as soon as it sees it, which under a stream of messages is one or two
 * at a time; each costs a system call here, one at the server, and an ack of its own. While this
 * port holds its breath the queue fills, and the next write takes all of it.
 *
 * <p>A message after a silence goes out at once and nothing waits behind it; others wait for {@link
 * #BREATH_NANOS} at most.
 *
 * <p>Made by the client, by its name; {@link #write} belongs to the client's writer thread.
 */
public final class GatheringDataPort extends SocketDataPortWithWriteTimeout {

  static final long BREATH_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  /** Writes further apart than this have nothing to gather. */
  static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private long lastWriteNanos = System.nanoTime() - BUSY_NANOS;

  @Override
  public void write(byte[] bytes, int count) throws IOException {
    super.write(bytes, count);
    long now = System.nanoTime();
    boolean busy = now - lastWriteNanos < BUSY_NANOS;
    lastWriteNanos = now;
    if (busy) {
      // Interrupted or woken early, it gathers less.
      LockSupport.parkNanos(this, BREATH_NANOS);
    }
  }
}
