// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.book.OrderBook;
import io.marketprism.model.serde.OrderBookSerializer;
import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** The names and shapes of the order books' keyed state. Names are in savepoints: never rename. */
final class OrderBookState {
  /** One whole book per instrument. */
  static final String BOOK = "order-book";

  /** One inactivity timer per instrument. */
  static final String EXPIRY_TIMERS = "order-book-expiry";

  /** How many entries a compaction filters before it asks for the time again. */
  private static final long ENTRIES_PER_CLOCK_READ = 1_000;

  private OrderBookState() {}

  /**
   * Always a time to live for the whole book, never per level: a book that lost some of its levels
   * to age is a wrong book.
   */
  static ValueStateDescriptor<OrderBook> book(long expiryMs) {
    ValueStateDescriptor<OrderBook> descriptor =
        new ValueStateDescriptor<>(BOOK, new OrderBookSerializer());
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(Duration.ofMillis(expiryMs))
            .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
            .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
            .cleanupInRocksdbCompactFilter(ENTRIES_PER_CLOCK_READ)
            .build());
    return descriptor;
  }
}
