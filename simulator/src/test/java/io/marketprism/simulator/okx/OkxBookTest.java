// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Captures;
import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the channel of 400 levels tells of a deeper book. */
class OkxBookTest {
  private static final String INST = "BTC-USDT";

  private static Level level(long price, long quantity) {
    return new Level(BigDecimal.valueOf(price), BigDecimal.valueOf(quantity));
  }

  private static DepthEvent event(long previous, long last, List<Level> bids, List<Level> asks) {
    return new DepthEvent(INST, previous, previous + 1, last, last, bids, asks);
  }

  private static OkxBook book(int levels) {
    List<Level> bids = new ArrayList<>();
    List<Level> asks = new ArrayList<>();
    for (int i = 0; i < levels; i++) {
      bids.add(level(10_000 - i, 1));
      asks.add(level(10_001 + i, 1));
    }
    return new OkxBook(new BookSnapshot(INST, 100, bids, asks), 1, false);
  }

  @Test
  void aSnapshotHas400LevelsAndNoPredecessor() {
    OkxBook.Push snapshot = book(600).snapshot();
    assertThat(snapshot.bids()).hasSize(400);
    assertThat(snapshot.asks()).hasSize(400);
    assertThat(snapshot.previousId()).isEqualTo(-1);
    assertThat(snapshot.id()).isEqualTo(100);
  }

  @Test
  void anUpdateNamesTheMessageBefore() {
    OkxBook book = book(10);
    OkxBook.Push first = book.apply(event(100, 117, List.of(level(9_999, 5)), List.of())).get();
    OkxBook.Push second = book.apply(event(117, 140, List.of(), List.of(level(10_003, 0)))).get();
    assertThat(first.previousId()).isEqualTo(100);
    assertThat(first.id()).isEqualTo(117);
    assertThat(first.bids()).containsExactly(level(9_999, 5));
    assertThat(second.previousId()).isEqualTo(117);
    assertThat(second.id()).isEqualTo(140);
  }

  @Test
  void whatHappensBelowTheChannelIsNotToldAndLeavesNoGap() {
    OkxBook book = book(600);
    assertThat(book.apply(event(100, 110, List.of(level(9_500, 7)), List.of()))).isEmpty();
    OkxBook.Push next = book.apply(event(110, 120, List.of(level(9_999, 7)), List.of())).get();
    assertThat(next.previousId()).isEqualTo(100);
  }

  @Test
  void aLevelThatComesIntoTheChannelFromBelowIsTold() {
    OkxBook.Push push =
        book(600).apply(event(100, 110, List.of(level(10_000, 0)), List.of())).get();
    assertThat(push.bids()).containsExactly(level(10_000, 0), level(9_600, 1));
  }

  @Test
  void loweredIdsFallWithTheNextUpdateAndGoOnFromThere() {
    OkxBook book = book(10);
    book.lowerIds(1_000);
    assertThat(book.snapshot().id()).isEqualTo(100);
    OkxBook.Push reset = book.apply(event(100, 110, List.of(level(9_999, 2)), List.of())).get();
    assertThat(reset.previousId()).isEqualTo(100);
    assertThat(reset.id()).isEqualTo(-890);
    OkxBook.Push next = book.apply(event(110, 120, List.of(level(9_999, 3)), List.of())).get();
    assertThat(next.previousId()).isEqualTo(-890);
    assertThat(next.id()).isEqualTo(-880);
  }

  @Test
  void aQuietBookIsKeptAliveWithAnEmptyUpdateOfItsOwnId() {
    OkxBook book = book(10);
    assertThat(book.keepAlive(60_000, 0)).isEmpty();
    OkxBook.Push alive = book.keepAlive(60_001, 1).get();
    assertThat(alive.previousId()).isEqualTo(100);
    assertThat(alive.id()).isEqualTo(100);
    assertThat(alive.bids()).isEmpty();
    assertThat(alive.asks()).isEmpty();
    assertThat(book.keepAlive(60_002, 2)).isEmpty();
  }

  /** A client that applies and truncates always holds the best 400 levels. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aClientThatTruncatesTo400LevelsHoldsThem(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    OkxBook venue = book(420);
    Book client = Book.of(venue.snapshot().bids(), venue.snapshot().asks());
    long id = 100;
    for (int i = 0; i < 500; i++) {
      List<Level> bids = new ArrayList<>();
      List<Level> asks = new ArrayList<>();
      for (int n = random.nextInt(20); n >= 0; n--) {
        bids.add(level(10_000 - random.nextInt(430), random.nextInt(3)));
        asks.add(level(10_001 + random.nextInt(430), random.nextInt(3)));
      }
      long previous = id;
      id += 7 + random.nextInt(50);
      venue
          .apply(event(previous, id, distinct(bids), distinct(asks)))
          .ifPresent(push -> client.apply(push.bids(), push.asks()));
      truncate(client, Side.BID);
      truncate(client, Side.ASK);
      OkxBook.Push snapshot = venue.snapshot();
      assertThat(client.top(Side.BID, 400)).isEqualTo(snapshot.bids());
      assertThat(client.top(Side.ASK, 400)).isEqualTo(snapshot.asks());
    }
  }

  private static List<Level> distinct(List<Level> levels) {
    Map<BigDecimal, Level> last = new LinkedHashMap<>();
    levels.forEach(level -> last.put(level.price(), level));
    return List.copyOf(last.values());
  }

  private static void truncate(Book book, Side side) {
    while (book.levels(side).size() > 400) {
      book.levels(side).pollLastEntry();
    }
  }

  @Test
  void theChecksumIsTheCrcOfBidsAndAsksByTurns() {
    List<Level> bids = List.of(text("3366.1", "7"), text("3366", "6"));
    List<Level> asks = List.of(text("3366.8", "9"), text("3368", "8"));
    assertThat(OkxChecksum.of(bids, asks)).isEqualTo(-1_881_014_294);
  }

  @Test
  void theChecksumOfARecordedSnapshotIsTheRecordedOne() {
    for (JsonNode row : Captures.jsonLines(Captures.file("samples/okx-pushdata.jsonl"))) {
      if (row.get("name").asText().equals("Test Snapshot Orderbook")) {
        JsonNode data = row.at("/msg/data/0");
        assertThat(OkxChecksum.of(levels(data.get("bids")), levels(data.get("asks"))))
            .isEqualTo(data.get("checksum").asInt());
      }
    }
  }

  private static List<Level> levels(JsonNode rows) {
    List<Level> levels = new ArrayList<>();
    rows.forEach(row -> levels.add(text(row.get(0).asText(), row.get(1).asText())));
    return levels;
  }

  private static Level text(String price, String quantity) {
    return new Level(new BigDecimal(price), new BigDecimal(quantity));
  }
}
