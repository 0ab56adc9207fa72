// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.book.OrderBook;
import io.marketprism.model.wire.OrderBookEncoder;
import io.marketprism.model.wire.WireOptions;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BookCacheTest {
  private final AtomicLong bound = new AtomicLong(Long.MAX_VALUE);
  private final BookCache cache = new BookCache(bound::get);
  private final OrderBookEncoder encoder = new OrderBookEncoder(WireOptions.DEFAULT);
  private final TrackedBook first = new TrackedBook(BookRig.BTC, null);
  private final TrackedBook second = new TrackedBook(BookRig.ETH, null);

  @Test
  void whatIsKeptOfAPublishedBookCountsAndGoesWithIt() throws MalformedDecimalException {
    hold(first);
    long bare = cache.bytes();

    publish(first);
    assertThat(cache.bytes() - bare).isEqualTo(first.texts.heapBytes()).isPositive();

    cache.remove(first);
    assertThat(cache.bytes()).isZero();
    assertThat(cache.books()).isZero();
    assertThat(first.texts).isNull();
  }

  @Test
  void aBoundThatSinksIsObeyedFromThenOn() throws MalformedDecimalException {
    hold(first);
    hold(second);
    assertThat(cache.excess()).isNull();

    bound.set(cache.bytes() - 1);
    assertThat(cache.excess()).isSameAs(first);
    cache.remove(first);
    assertThat(cache.excess()).isNull();
  }

  @Test
  void theShareOfTheHeapIsThatOfAllWhoKeepBooks() {
    try (HeapShare one = HeapShare.open()) {
      long alone = one.bytes();
      assertThat(alone).isLessThan(Runtime.getRuntime().maxMemory() / 3).isPositive();
      try (HeapShare other = HeapShare.open()) {
        assertThat(one.bytes()).isEqualTo(other.bytes()).isEqualTo(alone / 2);
        other.close();
        assertThat(one.bytes()).isEqualTo(alone);
      }
      assertThat(one.bytes()).as("closed twice").isEqualTo(alone);
    }
  }

  private void hold(TrackedBook tracked) throws MalformedDecimalException {
    tracked.book = new OrderBook();
    Levels bids = new Levels(new long[] {10}, new long[] {1}, 1);
    Levels asks = new Levels(new long[] {11}, new long[] {1}, 1);
    tracked.book.apply(
        new BookSnapshot(tracked.instrument, 1, 1, 1, 0, 0, bids, asks, true, true), 100);
    cache.touch(tracked);
  }

  private void publish(TrackedBook tracked) {
    tracked.texts = encoder.texts();
    encoder.encode(tracked.instrument, tracked.book, tracked.texts, 1, 1, true, 2);
    cache.touch(tracked);
  }
}
