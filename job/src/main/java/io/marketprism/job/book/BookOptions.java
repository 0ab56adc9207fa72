// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import java.io.Serializable;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How books are kept and published.
 *
 * @param keepDepth levels kept per side, ≥ 1; the worst beyond are dropped
 * @param publishDepth levels published per side, ≥ 1 and never beyond the known range; {@link
 *     #FULL} publishes every kept level, those beyond the known range included
 * @param publishIntervalMs least time between two messages of a book; 0 publishes every update
 * @param wire choices of the wire form
 * @param ttlMs silence after which a book is dropped, ms; feeds forget their cursor after the same
 *     time
 * @param cacheBytes heap for decoded books per subtask, or {@link #HEAP_SHARE}; at the limit the
 *     least recently used books go to state, down to the one in use
 * @param deltas whether {@code orderbook_delta} messages are published
 * @param quotes whether the top of the book is published on change
 * @param perSymbolSeries instruments per subtask that get metric series of their own; the others
 *     share the symbol {@code other}
 * @param replayed whether the clock is the time at which events were received, as in a replay
 */
public record BookOptions(
    int keepDepth,
    int publishDepth,
    long publishIntervalMs,
    WireOptions wire,
    long ttlMs,
    long cacheBytes,
    boolean deltas,
    boolean quotes,
    int perSymbolSeries,
    boolean replayed)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Publishes every kept level. */
  public static final int FULL = Integer.MAX_VALUE;

  /** A share of the process's heap for decoded books, see {@link HeapShare}. */
  public static final long HEAP_SHARE = 0;

  /** The wire contract's defaults. */
  public static final BookOptions DEFAULT =
      new BookOptions(
          1_000, 400, 100, WireOptions.DEFAULT, 3_600_000, HEAP_SHARE, false, false, 200, false);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public BookOptions {
    atLeast(1, keepDepth, "keepDepth");
    atLeast(1, publishDepth, "publishDepth");
    atLeast(0, publishIntervalMs, "publishIntervalMs");
    atLeast(1, ttlMs, "ttlMs");
    atLeast(0, cacheBytes, "cacheBytes");
    atLeast(0, perSymbolSeries, "perSymbolSeries");
  }

  private static void atLeast(long least, long value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " is " + value + ", allowed: " + least + " or more");
    }
  }

  /** Whether every kept level is published. */
  boolean full() {
    return publishDepth == FULL;
  }

  /** What is published. */
  WireMessage.Kind[] kinds() {
    return Stream.of(
            WireMessage.Kind.ORDERBOOK,
            deltas ? WireMessage.Kind.ORDERBOOK_DELTA : null,
            quotes ? WireMessage.Kind.QUOTE : null)
        .filter(Objects::nonNull)
        .toArray(WireMessage.Kind[]::new);
  }

  /** Known levels per side below which a fresh snapshot is wanted (venue rule B8). */
  int wantedLevels() {
    return full() ? 0 : Math.min(publishDepth, keepDepth);
  }

  /**
   * Age at which state drops a book: the time to live and a tenth more. Feeds forget their cursor
   * after the time to live itself, so whatever they send after it begins with a snapshot, and never
   * with a delta for a book that is gone.
   */
  long expiryMs() {
    return ttlMs + Math.max(1, ttlMs / 10);
  }
}
