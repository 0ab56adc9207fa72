// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import java.util.function.LongSupplier;

/**
 * The books on the heap, in the order of their use and bounded in bytes. The caller evicts: {@link
 * #excess} names the book to put away, until it names none. Not thread-safe.
 */
final class BookCache {
  /** Heap of a {@link TrackedBook} and its entry in the map of all. */
  private static final long OVERHEAD = 512;

  private final LongSupplier maxBytes;
  private TrackedBook newest;
  private TrackedBook oldest;
  private int books;
  private long bytes;

  /**
   * @param maxBytes the bound, which may change
   */
  BookCache(LongSupplier maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Makes a book the most recently used and accounts its present size. */
  void touch(TrackedBook tracked) {
    if (tracked != newest) {
      if (tracked.bytes != 0) {
        unlink(tracked);
      } else {
        books++;
      }
      tracked.older = newest;
      if (newest != null) {
        newest.newer = tracked;
      }
      newest = tracked;
      if (oldest == null) {
        oldest = tracked;
      }
    }
    long now = tracked.book.heapBytes() + OVERHEAD;
    if (tracked.texts != null) {
      now += tracked.texts.heapBytes();
    }
    bytes += now - tracked.bytes;
    tracked.bytes = now;
  }

  /** Takes a book off the heap; does nothing if it is not there. */
  void remove(TrackedBook tracked) {
    if (tracked.bytes != 0) {
      unlink(tracked);
      books--;
      bytes -= tracked.bytes;
      tracked.bytes = 0;
    }
    tracked.book = null;
    tracked.texts = null;
    tracked.dirty = false;
  }

  private void unlink(TrackedBook tracked) {
    if (tracked.newer != null) {
      tracked.newer.older = tracked.older;
    } else {
      newest = tracked.older;
    }
    if (tracked.older != null) {
      tracked.older.newer = tracked.newer;
    } else {
      oldest = tracked.newer;
    }
    tracked.newer = null;
    tracked.older = null;
  }

  /**
   * The book to evict next, or null if the cache is within its bound. The most recently used book
   * stays, however large it is.
   */
  TrackedBook excess() {
    return oldest != newest && bytes > maxBytes.getAsLong() ? oldest : null;
  }

  /** The most recently used book, or null; the others follow by {@link TrackedBook#older}. */
  TrackedBook newest() {
    return newest;
  }

  int books() {
    return books;
  }

  long bytes() {
    return bytes;
  }

  /** The present bound. */
  long maxBytes() {
    return maxBytes.getAsLong();
  }
}
