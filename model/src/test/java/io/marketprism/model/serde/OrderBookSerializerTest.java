// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.book.OrderBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class OrderBookSerializerTest {
  private final OrderBookSerializer serializer = new OrderBookSerializer();

  @Test
  void keepsFlinksContract() throws IOException, ClassNotFoundException, MalformedDecimalException {
    new SerializerContract<>(
            ModelTypes.ORDER_BOOK,
            List.of(new OrderBook(), book(1), book(700)),
            (actual, expected) -> assertThat(bytes(actual)).isEqualTo(bytes(expected)))
        .verify();
    assertThat(serializer.isImmutableType()).isFalse();
  }

  @Test
  void aCopyIsABookOfItsOwn() throws MalformedDecimalException {
    OrderBook book = book(10);
    OrderBook copy = serializer.copy(book);
    byte[] before = bytes(book);
    Levels change = new Levels(new long[] {99_999}, new long[] {5}, 1);
    copy.apply(new BookDelta(Events.BTC_USDT, 1, 2, 2, 3, 4, 2, 5, change, Levels.NONE), 1_000);

    assertThat(bytes(book)).isEqualTo(before);
    assertThat(bytes(copy)).isNotEqualTo(before);
  }

  private static OrderBook book(int levels) throws MalformedDecimalException {
    long[] bids = new long[levels];
    long[] asks = new long[levels];
    long[] quantities = new long[levels];
    for (int i = 0; i < levels; i++) {
      bids[i] = 100_000 - 3L * i;
      asks[i] = 100_001 + 2L * i;
      quantities[i] = 1 + i * 104_729L;
    }
    OrderBook book = new OrderBook();
    book.apply(
        new BookSnapshot(
            Events.BTC_USDT,
            1,
            2,
            3,
            2,
            5,
            new Levels(bids, quantities, levels),
            new Levels(asks, quantities, levels),
            false,
            true),
        1_000);
    return book;
  }

  private byte[] bytes(OrderBook book) {
    try {
      DataOutputSerializer out = new DataOutputSerializer(64);
      serializer.serialize(book, out);
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
