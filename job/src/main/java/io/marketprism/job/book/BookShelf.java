// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.book.OrderBook;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;

/**
 * The home of the books in keyed state, with the hot ones decoded on the heap. Changes are written
 * behind: when a book is evicted, and when a checkpoint is taken. Every access names its key
 * itself, so calls may leave another key current than they found. Not thread-safe.
 */
final class BookShelf {
  private final ValueState<OrderBook> state;
  private final Consumer<String> currentKey;
  private final BookCache cache;
  private final BookMetrics metrics;

  BookShelf(
      ValueState<OrderBook> state,
      Consumer<String> currentKey,
      BookCache cache,
      BookMetrics metrics) {
    this.state = state;
    this.currentKey = currentKey;
    this.cache = cache;
    this.metrics = metrics;
  }

  /** Brings the book to the heap if it is not there; null if there is none. */
  OrderBook open(TrackedBook tracked) throws IOException {
    if (tracked.book == null) {
      tracked.book = stored(tracked.key);
      if (tracked.book != null) {
        metrics.loaded();
        cache.touch(tracked);
      }
    }
    return tracked.book;
  }

  /** Notes a change of the book on the heap. */
  void changed(TrackedBook tracked) {
    tracked.dirty = true;
    cache.touch(tracked);
  }

  /** Notes that what is held beside the book on the heap may have grown. */
  void published(TrackedBook tracked) {
    cache.touch(tracked);
  }

  /** Puts books away until the heap is within its bound. */
  void makeRoom() throws IOException {
    for (TrackedBook next = cache.excess(); next != null; next = cache.excess()) {
      store(next);
      cache.remove(next);
      metrics.evicted();
    }
  }

  /** Brings state up to date; the books stay on the heap. */
  void flush() throws IOException {
    for (TrackedBook next = cache.newest(); next != null; next = next.older) {
      store(next);
    }
  }

  private void store(TrackedBook tracked) throws IOException {
    if (tracked.dirty) {
      currentKey.accept(tracked.key);
      state.update(tracked.book);
      tracked.dirty = false;
    }
  }

  /** Forgets a book, on the heap and in state. */
  void drop(TrackedBook tracked) {
    cache.remove(tracked);
    clear(tracked.key);
  }

  /** The book as state has it, or null. */
  OrderBook stored(String key) throws IOException {
    currentKey.accept(key);
    return state.value();
  }

  /** Removes a book that is not on the heap. */
  void clear(String key) {
    currentKey.accept(key);
    state.clear();
  }
}
