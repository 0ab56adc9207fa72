// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.annotation.Nullable;

/**
 * A figure that is read at most once a second, however many ask. Where it cannot be read, it is
 * what was read last; empty if nothing ever was. Thread-safe.
 */
final class Sampled<T> {
  /** How old a figure may be. */
  static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Reads a figure from the system. */
  interface Source<T> {
    /**
     * @throws IOException if the system does not tell
     */
    T read() throws IOException;
  }

  private final Source<T> source;
  private final LongSupplier nanoTime;
  @Nullable private T last;
  private boolean asked;
  private long askedAt;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Sampled(Source<T> source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  synchronized Optional<T> get() {
    long now = nanoTime.getAsLong();
    if (!asked || now - askedAt >= MAX_AGE_NANOS) {
      asked = true;
      askedAt = now;
      try {
        last = source.read();
      } catch (IOException | RuntimeException e) {
        // Of a system that does not tell, or not in the form we know, the last figure stands.
      }
    }
    return Optional.ofNullable(last);
  }
}
