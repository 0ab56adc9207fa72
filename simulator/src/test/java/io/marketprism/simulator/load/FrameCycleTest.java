// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.binance.spot.SpotDecoder;
import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.Course;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.synthetic.SyntheticCourse;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of a cycle, read as a client reads them. */
class FrameCycleTest {
  private static final int EVENTS = 250;
  private static final byte[] TIME = "1723161265113".getBytes(StandardCharsets.US_ASCII);
  private static final SpotDecoder DECODER = new SpotDecoder();
  private static final Course COURSE =
      SyntheticCourse.of(
          SyntheticSettings.usual().withLevels(200).withRates(400, 31).withBursts(0, 1), EVENTS);

  private final FrameCycle cycle = new FrameCycle(COURSE);
  private final byte[] buffer = new byte[cycle.longest() + 10];

  @Test
  void idsGoOnWithoutAHoleAndTheBookIsTheSameAfterEachRound() {
    int round = cycle.depthEvents();
    BookSnapshot start = cycle.book("C0007USDT", 0, Integer.MAX_VALUE);
    Book book = Book.of(start.bids(), start.asks());
    Book atStart = book.copy();
    long last = start.lastUpdateId();
    for (long count = 0; count < 2L * round; count++) {
      DepthEvent event = depth(count);
      assertThat(event.firstId()).isEqualTo(last + 1);
      last = event.lastId();
      book.apply(event.bids(), event.asks());
      assertThat(book.crossed()).isFalse();
      if ((count + 1) % round == 0) {
        assertThat(book.sha256()).isEqualTo(atStart.sha256());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 99, 100, 137, 250, 251, 400})
  void snapshotIsTheBookAfterSoManyEvents(long count) {
    BookSnapshot start = cycle.book("C0007USDT", 0, Integer.MAX_VALUE);
    Book book = Book.of(start.bids(), start.asks());
    long last = start.lastUpdateId();
    for (long i = 0; i < count; i++) {
      DepthEvent event = depth(i);
      book.apply(event.bids(), event.asks());
      last = event.lastId();
    }
    assertThat(cycle.book("C0007USDT", count, 50))
        .isEqualTo(
            new BookSnapshot("C0007USDT", last, book.top(Side.BID, 50), book.top(Side.ASK, 50)));
  }

  @Test
  void frameOfATradeIsThatOfItsCountWithAnotherId() {
    for (long count : new long[] {0, 1, cycle.trades(), 3L * cycle.trades() + 5}) {
      int end = cycle.writeTrade(count, buffer, 5, Symbols.digits(42), TIME);
      Trade sent = DECODER.trade(text(5, end));
      Trade original = COURSE.trades().get((int) (count % cycle.trades()));
      assertThat(sent.symbol()).isEqualTo("C0042USDT");
      assertThat(sent.id()).isEqualTo(FrameCycle.tradeId(count));
      assertThat(FrameCycle.tradeCount(sent.id())).isEqualTo(count);
      assertThat(sent.tradeTime()).isEqualTo(1_723_161_265_113L);
      assertThat(sent.price()).isEqualTo(original.price());
      assertThat(sent.quantity()).isEqualTo(original.quantity());
      assertThat(sent.buyerIsMaker()).isEqualTo(original.buyerIsMaker());
    }
  }

  @Test
  void streamOfAFrameIsThatOfItsSymbol() {
    int end = cycle.writeDepth(3, buffer, 0, Symbols.digits(9_999), TIME);
    assertThat(text(0, end)).startsWith("{\"stream\":\"c9999usdt@depth@100ms\",\"data\":{");
    end = cycle.writeTrade(3, buffer, 0, Symbols.digits(9_999), TIME);
    assertThat(text(0, end)).startsWith("{\"stream\":\"c9999usdt@trade\",\"data\":{");
    assertThat(List.of(Symbols.instrument("C9999USDT"), Symbols.instrument("c0042usdt")))
        .containsExactly(9_999, 42);
    assertThat(Symbols.instrument("BTCUSDT")).isNegative();
  }

  private DepthEvent depth(long count) {
    int end = cycle.writeDepth(count, buffer, 3, Symbols.digits(7), TIME);
    DepthEvent event = DECODER.depth(text(3, end));
    assertThat(event.symbol()).isEqualTo("C0007USDT");
    assertThat(event.eventTime()).isEqualTo(1_723_161_265_113L);
    return event;
  }

  /** The payload of the one frame between two places, its length checked by its header. */
  private String text(int start, int end) {
    assertThat(buffer[start]).isEqualTo((byte) 0x81);
    int length = buffer[start + 1] & 0xFF;
    int header = 2;
    if (length == 126) {
      length = (buffer[start + 2] & 0xFF) << 8 | (buffer[start + 3] & 0xFF);
      header = 4;
    } else if (length == 127) {
      length = 0;
      for (int i = 2; i < 10; i++) {
        length = length << 8 | (buffer[start + i] & 0xFF);
      }
      header = 10;
    }
    assertThat(start + header + length).isEqualTo(end);
    return new String(buffer, start + header, length, StandardCharsets.US_ASCII);
  }
}
