// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.sources.venue.okx.OkxFixture.BTC;
import static io.marketprism.sources.venue.okx.OkxFixture.ETH;
import static io.marketprism.sources.venue.okx.OkxFixture.RECEIVED;
import static io.marketprism.sources.venue.okx.OkxFixture.book;
import static io.marketprism.sources.venue.okx.OkxFixture.codec;
import static io.marketprism.sources.venue.okx.OkxFixture.told;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Integrity;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Venue rules O1 to O5 as frames. */
class OkxBookChannelTest {
  private static final String BIDS =
      "[[\"100.5\",\"2.50\",\"0\",\"4\"],[\"100\",\"1\",\"0\",\"1\"]]";
  private static final String ASKS = "[[\"101\",\"3\",\"0\",\"1\"]]";

  private final StreamCodec codec = codec(DataType.ORDERBOOK, BTC, ETH);

  @Test
  void snapshotIsAWholeBook() throws FrameException {
    BookSnapshot snapshot =
        told(codec, book(BTC, "snapshot", -1, 123, BIDS, ASKS)).snapshots.get(0);
    assertThat(snapshot.instrument()).isEqualTo(BTC);
    assertThat(snapshot.updateId()).isEqualTo(123);
    assertThat(snapshot.eventTime()).isEqualTo(1_786_540_471_710L);
    assertThat(snapshot.receiveTime()).isEqualTo(RECEIVED);
    assertThat(Told.levels(snapshot.bids(), snapshot.priceScale(), snapshot.quantityScale()))
        .containsExactly("100.5x2.5", "100x1");
    assertThat(Told.levels(snapshot.asks(), snapshot.priceScale(), snapshot.quantityScale()))
        .containsExactly("101x3");
    assertThat(snapshot.integrity()).isEqualTo(Integrity.SEQUENCE);
  }

  @Test
  void theVenueKeepsItsWindowWholeSoEveryLevelIsKnown() throws FrameException {
    String full =
        IntStream.rangeClosed(1, 400)
            .mapToObj(price -> "[\"" + (1_000 - price) + "\",\"1\",\"0\",\"1\"]")
            .reduce((a, b) -> a + ',' + b)
            .orElseThrow();
    BookSnapshot snapshot =
        told(codec, book(BTC, "snapshot", -1, 1, '[' + full + ']', ASKS)).snapshots.get(0);
    assertThat(snapshot.bids().size()).isEqualTo(400);
    assertThat(snapshot.bidsComplete()).isTrue();
    assertThat(snapshot.asksComplete()).isTrue();
  }

  @Test
  void updateNamesTheStateThatItContinues() throws FrameException {
    told(codec, book(BTC, "snapshot", -1, 123, BIDS, ASKS));
    BookDelta delta =
        told(codec, book(BTC, "update", 123, 145, "[[\"100.5\",\"0\",\"0\",\"0\"]]", "[]"))
            .deltas
            .get(0);
    assertThat(delta.previousId()).isEqualTo(123);
    assertThat(delta.firstId()).isEqualTo(145);
    assertThat(delta.lastId()).isEqualTo(145);
    assertThat(delta.eventTime()).isEqualTo(1_786_540_471_710L);
    assertThat(Told.levels(delta.bids(), delta.priceScale(), delta.quantityScale()))
        .containsExactly("100.5x0");
  }

  @Test
  void maintenanceResetIsAnUpdateToALowerId() throws FrameException {
    told(codec, book(BTC, "snapshot", -1, 123, BIDS, ASKS));
    assertThat(told(codec, book(BTC, "update", 123, 3, BIDS, "[]")).words)
        .containsExactly("delta BTC-USDT 123>3 [100.5x2.5, 100x1][]");
  }

  @Test
  void keepAliveAtTheLastIdChangesNothing() throws FrameException {
    told(codec, book(BTC, "snapshot", -1, 123, BIDS, ASKS));
    assertThat(told(codec, book(BTC, "update", 123, 123, "[]", "[]")).words)
        .containsExactly("unchanged BTC-USDT");
  }

  @Test
  void keepAliveAtAnotherIdIsLeftToTheChainSinceAChangeIsMissing() throws FrameException {
    told(codec, book(BTC, "snapshot", -1, 123, BIDS, ASKS));
    assertThat(told(codec, book(BTC, "update", 140, 140, "[]", "[]")).words)
        .containsExactly("delta BTC-USDT 140>140 [][]");
  }

  @Test
  void whatTheChannelDoesNotSendIsRefusedForItsInstrument() {
    assertRefused(book(BTC, "partial", -1, 123, BIDS, ASKS), Reason.UNKNOWN_MESSAGE);
    assertRefused(book(BTC, "update", -2, 123, BIDS, ASKS), Reason.BAD_NUMBER);
    assertRefused(book(BTC, "update", 1, -1, BIDS, ASKS), Reason.BAD_NUMBER);
    assertRefused(book(BTC, "update", 1, 2, "[[\"1,5\",\"1\"]]", ASKS), Reason.BAD_NUMBER);
    assertRefused(book(BTC, "update", 1, 2, "[[\"-1\",\"1\"]]", ASKS), Reason.BAD_NUMBER);
    assertRefused(book(BTC, "update", 1, 2, "[7]", ASKS), Reason.BAD_NUMBER);
    assertRefused(
        book(BTC, "update", 1, 2, BIDS, ASKS).replace("1786540471710", "1786540471"),
        Reason.BAD_TIMESTAMP);
    assertRefused(
        book(BTC, "update", 1, 2, BIDS, ASKS).replaceFirst("\"data\":.*", "\"data\":[]}"),
        Reason.UNKNOWN_MESSAGE);
  }

  private void assertRefused(String frame, Reason reason) {
    assertThatThrownBy(() -> told(codec, frame))
        .isInstanceOfSatisfying(
            FrameException.class,
            e -> {
              assertThat(e.reason()).as(frame).isEqualTo(reason);
              assertThat(e.instrument()).as(frame).isEqualTo(BTC);
            });
  }

  @Test
  void checksumOverTheVenuesOwnDigitsIsVerifiedWhereItIsSent() throws FrameException {
    // The size 2.50 counts with its zero.
    int first = crc("100.5:2.50:101:3:100:1");
    assertThat(told(codec, book(BTC, "snapshot", -1, 1, BIDS, ASKS, first)).snapshots)
        .singleElement()
        .satisfies(book -> assertThat(book.integrity()).isEqualTo(Integrity.CHECKSUM));
    int second = crc("100.5:2.50:101:3.0");
    String update = "[[\"100.0\",\"0\",\"0\",\"0\"]]";
    assertThat(told(codec, book(BTC, "update", 1, 2, update, "[[\"101\",\"3.0\"]]", second)).words)
        .containsExactly("delta BTC-USDT 1>2 [100x0][101x3]");
  }

  @Test
  void wrongChecksumIsToldInsteadOfTheChangeAndOnlyOnce() throws FrameException {
    told(codec, book(BTC, "snapshot", -1, 1, BIDS, ASKS, crc("100.5:2.50:101:3:100:1")));
    assertThat(told(codec, book(BTC, "update", 1, 2, "[]", "[[\"102\",\"1\"]]", 77)).words)
        .containsExactly("mismatch BTC-USDT checksum");
    assertThat(told(codec, book(BTC, "update", 2, 3, "[]", "[[\"103\",\"1\"]]", 78)).deltas)
        .hasSize(1);
    assertThat(told(codec, book(BTC, "snapshot", -1, 4, BIDS, ASKS, 79)).words)
        .containsExactly("mismatch BTC-USDT checksum");
  }

  @Test
  void noChecksumIsZeroAndABookWithAHoleIsNotChecked() throws FrameException {
    int sum = crc("100.5:2.50:101:3:100:1");
    told(codec, book(BTC, "snapshot", -1, 1, BIDS, ASKS, sum));
    assertThat(told(codec, book(BTC, "update", 1, 2, "[]", "[[\"102\",\"1\"]]", 0)).deltas)
        .hasSize(1);
    assertThat(told(codec, book(BTC, "update", 2, 3, "[]", "[[\"103\",\"1\"]]", 5)).deltas)
        .hasSize(1);
    told(codec, book(BTC, "snapshot", -1, 4, BIDS, ASKS, sum));
    assertThat(told(codec, book(BTC, "update", 7, 8, "[]", "[[\"102\",\"1\"]]", 5)).deltas)
        .hasSize(1);
  }

  @Test
  void newConnectionForgetsTheBooksOfTheOneBefore() throws FrameException {
    told(codec, book(BTC, "snapshot", -1, 1, BIDS, ASKS, crc("100.5:2.50:101:3:100:1")));
    codec.connected();
    assertThat(told(codec, book(BTC, "update", 1, 2, "[]", "[[\"102\",\"1\"]]", 5)).deltas)
        .hasSize(1);
  }

  @Test
  void checksumCoversTheBest25LevelsOfEachSide() throws FrameException {
    List<String> bids = IntStream.range(0, 40).mapToObj(i -> (200 - i) + ":1").toList();
    List<String> asks = IntStream.range(0, 3).mapToObj(i -> (201 + i) + ":2").toList();
    String text =
        IntStream.range(0, 25)
            .boxed()
            .flatMap(i -> i < 3 ? Stream.of(bids.get(i), asks.get(i)) : Stream.of(bids.get(i)))
            .reduce((a, b) -> a + ':' + b)
            .orElseThrow();
    assertThat(
            told(codec, book(BTC, "snapshot", -1, 1, json(bids), json(asks), crc(text))).snapshots)
        .hasSize(1);
  }

  private static String json(List<String> levels) {
    return levels.stream()
        .map(level -> "[\"" + level.replace(":", "\",\"") + "\",\"0\",\"1\"]")
        .toList()
        .toString();
  }

  private static int crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(US_ASCII));
    return (int) crc.getValue();
  }
}
