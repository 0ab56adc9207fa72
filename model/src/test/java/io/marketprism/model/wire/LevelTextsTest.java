// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.book.OrderBook;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is copied from the message before, the bytes are those of an encoder without a past. */
class LevelTextsTest {
  private static final int MESSAGES = 3_000;
  private static final int INSTRUMENTS = 3;
  private static final int LEVELS = 40;
  private static final long TIME = 1_723_161_255_208L;

  private final Random random = new Random(3);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void remembersNothingThatChanged(boolean levelObjects) throws MalformedDecimalException {
    WireOptions options = new WireOptions(levelObjects, false);
    OrderBookEncoder encoder = new OrderBookEncoder(options);
    OrderBook[] books = new OrderBook[INSTRUMENTS];
    BookTexts[] texts = new BookTexts[INSTRUMENTS];
    Arrays.setAll(texts, i -> encoder.texts());
    for (int i = 0; i < MESSAGES; i++) {
      int index = random.nextInt(INSTRUMENTS);
      Instrument instrument = Instrument.spot("x", "S" + index, "S" + index);
      if (books[index] == null || random.nextInt(100) == 0) {
        books[index] = new OrderBook();
        books[index].apply(snapshot(instrument, i), LEVELS);
      }
      OrderBook book = books[index];
      for (int n = random.nextInt(4); n > 0; n--) {
        book.apply(delta(instrument, book.lastId()), LEVELS);
      }
      int bids = random.nextInt(book.bidCount() + 1);
      int asks = random.nextInt(book.askCount() + 1);
      WireMessage message =
          encoder.encode(instrument, book, texts[index], bids, asks, false, TIME + i);
      WireMessage anew =
          new OrderBookEncoder(options).encode(instrument, book, bids, asks, false, TIME + i);
      assertThat(new String(message.payload(), UTF_8)).isEqualTo(new String(anew.payload(), UTF_8));
    }
  }

  @Test
  void aSmallBookHoldsLittleBesideALargeOne() throws MalformedDecimalException {
    OrderBookEncoder encoder = new OrderBookEncoder(WireOptions.DEFAULT);
    Instrument instrument = Instrument.spot("x", "S", "S");
    OrderBook book = new OrderBook();
    book.apply(snapshot(instrument, 1), LEVELS);
    BookTexts large = encoder.texts();
    BookTexts small = encoder.texts();
    for (int i = 0; i < 10; i++) {
      encoder.encode(instrument, book, large, book.bidCount(), book.askCount(), false, TIME);
      encoder.encode(instrument, book, small, 1, 1, false, TIME);
    }
    BookTexts alone = encoder.texts();
    encoder.encode(instrument, book, alone, 1, 1, false, TIME);
    assertThat(small.heapBytes()).isEqualTo(alone.heapBytes()).isLessThan(large.heapBytes() / 2);
  }

  private BookSnapshot snapshot(Instrument instrument, int id) {
    return new BookSnapshot(
        instrument, id, TIME, TIME, 2, 3, levels(-1, LEVELS), levels(1, LEVELS), false, false);
  }

  /** Now and then at other scales, so that all texts are others. */
  private BookDelta delta(Instrument instrument, long id) {
    int more = random.nextInt(200) == 0 ? 1 : 0;
    return new BookDelta(
        instrument,
        id,
        id + 1,
        id + 1,
        TIME,
        TIME,
        2 + more,
        3 + more,
        levels(-1, random.nextInt(6)),
        levels(1, random.nextInt(6)));
  }

  private Levels levels(int direction, int count) {
    long[] prices = new long[count];
    long[] quantities = new long[count];
    for (int i = 0; i < count; i++) {
      prices[i] = 10_000 + direction * (1L + random.nextInt(2 * LEVELS));
      quantities[i] = count < LEVELS && random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(5_000);
    }
    return new Levels(prices, quantities, count);
  }
}
