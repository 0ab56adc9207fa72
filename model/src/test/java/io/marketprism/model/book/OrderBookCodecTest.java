// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.book;

import static io.marketprism.model.book.BookEvents.levels;
import static io.marketprism.model.book.BookEvents.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.Integrity;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderBookCodecTest {
  /**
   * A book of version 1 as it lies in savepoints: bids 100.5 × 3, 99.5 × 1 and known to 99.5, ask
   * 101 × 2 and all known. It must stay readable for ever.
   */
  private static final String VERSION_1 =
      "01" // version
          + "01" // price scale
          + "00" // quantity scale
          + "12" // last id 9
          + "0e" // sync id 7
          + "d00f" // event time 1000
          + "e00f" // receive time 1008
          + "00" // bids are not all known
          + "c60f" // known from 995
          + "02" // two bids
          + "c60f01" // 995, quantity 1
          + "1403" // 995 + 10, quantity 3
          + "01" // asks are all known
          + "01" // one ask
          + "e30f02"; // key -1010, quantity 2

  /** The same book in the present version, except that it is proved by a checksum. */
  private static final String VERSION_2 =
      VERSION_1.replaceFirst("^01", "02").replace("e00f00", "e00f" + "01" + "00");

  @Test
  void readsVersion1AsABookProvedByItsSequence() throws IOException {
    OrderBook book = read(HexFormat.of().parseHex(VERSION_1));
    assertThat(book.integrity()).isEqualTo(Integrity.SEQUENCE);
    assertThatItIsTheBook(book);
    assertThat(HexFormat.of().formatHex(write(book)))
        .as("and goes on in the present version")
        .isEqualTo(VERSION_2.replace("e00f01", "e00f00"));
  }

  @Test
  void writesAndReadsVersion2ByteForByte() throws IOException {
    OrderBook book = read(HexFormat.of().parseHex(VERSION_2));
    assertThat(book.integrity()).isEqualTo(Integrity.CHECKSUM);
    assertThatItIsTheBook(book);
    assertThat(HexFormat.of().formatHex(write(book))).isEqualTo(VERSION_2);
  }

  private static void assertThatItIsTheBook(OrderBook book) {
    assertThat(book.priceScale()).isEqualTo(1);
    assertThat(book.quantityScale()).isZero();
    assertThat(book.lastId()).isEqualTo(9);
    assertThat(book.syncId()).isEqualTo(7);
    assertThat(book.eventTime()).isEqualTo(1_000);
    assertThat(book.receiveTime()).isEqualTo(1_008);
    assertThat(book.bidCount()).isEqualTo(2);
    assertThat(book.bidPrice(0)).isEqualTo(1_005);
    assertThat(book.bidQuantity(0)).isEqualTo(3);
    assertThat(book.bidPrice(1)).isEqualTo(995);
    assertThat(book.knowsAllBids()).isFalse();
    assertThat(book.knownBidCount()).isEqualTo(2);
    assertThat(book.askCount()).isEqualTo(1);
    assertThat(book.askPrice(0)).isEqualTo(1_010);
    assertThat(book.askQuantity(0)).isEqualTo(2);
    assertThat(book.knowsAllAsks()).isTrue();
  }

  @ParameterizedTest(name = "seed {0}, keeping {1} levels within {2}")
  @CsvSource({"1, 10, 20", "2, 64, 100", "3, 400, 1000", "4, 1000, 50", "5, 100000, 3000"})
  void givesBackTheSameBookWhichGoesOnTheSameWay(long seed, int keepDepth, int spread)
      throws IOException, MalformedDecimalException {
    BookWalk walk = new BookWalk(seed, keepDepth, spread);
    for (int round = 0; round < 20; round++) {
      if (round % 7 == 0) {
        walk.snapshot(2 * Math.min(keepDepth, 500));
      }
      walk.delta(50);
      OrderBook before = walk.book();
      walk.continueOn(read(write(before)));
      walk.reference().verify(walk.book(), "seed " + seed + ", round " + round);
      assertThat(walk.book().lastId()).isEqualTo(before.lastId());
      assertThat(walk.book().syncId()).isEqualTo(before.syncId());
      assertThat(walk.book().eventTime()).isEqualTo(before.eventTime());
      assertThat(walk.book().receiveTime()).isEqualTo(before.receiveTime());
      assertThat(walk.book().priceScale()).isEqualTo(before.priceScale());
      assertThat(walk.book().quantityScale()).isEqualTo(before.quantityScale());
    }
  }

  @Test
  void keepsAnEmptyBookAndExtremeNumbers() throws IOException, MalformedDecimalException {
    assertThat(read(write(new OrderBook())).isTwoSided()).isFalse();

    OrderBook book = new OrderBook();
    book.apply(
        snapshot(
            Long.MAX_VALUE - BookEvents.RECEIVE_TIME,
            18,
            18,
            levels(Long.MAX_VALUE, Long.MAX_VALUE, 1, 1),
            levels(1, 1, Long.MAX_VALUE, Long.MAX_VALUE),
            false,
            false),
        10);
    OrderBook copy = read(write(book));
    assertThat(copy.bidPrice(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(copy.bidQuantity(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(copy.askPrice(1)).isEqualTo(Long.MAX_VALUE);
    assertThat(copy.knownAskCount()).isEqualTo(2);
    assertThat(copy.lastId()).isEqualTo(book.lastId());
  }

  @ParameterizedTest
  @EnumSource(Integrity.class)
  void keepsHowTheBookIsProved(Integrity integrity) throws IOException, MalformedDecimalException {
    OrderBook book = new OrderBook();
    book.apply(snapshot(1, integrity), 10);
    assertThat(read(write(book)).integrity()).isEqualTo(integrity);
  }

  @Test
  void aLevelOfALiquidBookTakesAFewBytes() throws IOException, MalformedDecimalException {
    long[] bids = new long[2_000];
    for (int i = 0; i < bids.length; i += 2) {
      bids[i] = 6_183_763 - 7L * i;
      bids[i + 1] = 1 + 104_729L * i % 1_000_000;
    }
    OrderBook book = new OrderBook();
    book.apply(snapshot(1, 2, 5, levels(bids), Levels.NONE, true, true), 1_000);
    assertThat(write(book).length).isLessThan(5 * 1_000);
  }

  @Test
  void refusesEveryTruncation() throws IOException, MalformedDecimalException {
    BookWalk walk = new BookWalk(1, 1_000, 100);
    walk.snapshot(60);
    walk.delta(20);
    byte[] bytes = write(walk.book());
    for (int length = 0; length < bytes.length; length++) {
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(truncated))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 127, 255})
  void refusesAVersionItDoesNotKnow(int version) {
    byte[] bytes = HexFormat.of().parseHex(VERSION_1);
    bytes[0] = (byte) version;
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version " + version)
        .hasMessageContaining("up to version 2");
  }

  @ParameterizedTest
  @CsvSource({
    "0113, price scale of 19",
    "010013, quantity scale of 19",
    "0100000000000001ffffffffffffffffff, size beyond any book",
    "01000000000000010201010001, price twice",
    "0100000000000001020a010101, prices out of order",
    "01000000000000010104 00, quantity of 0",
    "0100000000000001ffffffffffffffffffffff, number of more than 64 bits",
    "02000000000000030100, unknown integrity",
  })
  void refusesBytesThatAreNoBook(String hex, String what) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] padded = Arrays.copyOf(bytes, bytes.length + 64);
    assertThatThrownBy(() -> read(padded)).as(what).isInstanceOf(IOException.class);
  }

  private static byte[] write(OrderBook book) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OrderBookCodec.write(book, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static OrderBook read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    OrderBook book = OrderBookCodec.read(in);
    assertThat(in.available()).as("bytes left").isZero();
    return book;
  }
}
