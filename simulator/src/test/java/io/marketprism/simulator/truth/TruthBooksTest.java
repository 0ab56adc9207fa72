// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Trade;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthBooksTest {
  private static final int EVENTS = 5_000;
  @TempDir private Path folder;
  private Path file;
  private final SortedMap<Long, String> hashes = new TreeMap<>();

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("truth.jsonl");
  }

  /** Writes a history of two symbols; keeps the hash of A's book at each id. */
  private void write() {
    Random random = new Random(5);
    Book book = Book.of(List.of(level(1_000, 7)), List.of(level(1_001, 8)));
    try (TruthLog log = TruthLog.to(file)) {
      log.snapshot(BookSnapshot.of("A", 10, book, 100));
      log.snapshot(BookSnapshot.of("B", 10, book, 100));
      hashes.put(10L, book.sha256());
      long last = 10;
      for (int i = 0; i < EVENTS; i++) {
        List<Level> bids = List.of(level(990 + random.nextInt(11), random.nextInt(3)));
        List<Level> asks = List.of(level(1_001 + random.nextInt(9), random.nextInt(3)));
        long next = last + 1 + random.nextInt(4);
        if (i % 10 == 3) {
          Book between = book.copy();
          between.apply(bids, List.of());
          log.rest(
              new BookSnapshot("A", 1_000_000 + i, List.of(), List.of()), last, bids, List.of());
          hashes.put(1_000_000L + i, between.sha256());
        }
        book.apply(bids, asks);
        log.diff(new DepthEvent("A", last + 1, next, i, bids, asks));
        log.diff(new DepthEvent("B", 11 + i, 11 + i, i, asks, bids));
        hashes.put(next, book.sha256());
        last = next;
      }
    }
  }

  private static Level level(long ticks, long quantity) {
    return new Level(BigDecimal.valueOf(ticks, 2).setScale(8), BigDecimal.valueOf(quantity));
  }

  @Test
  void everyBookIsFoundInAscendingOrder() {
    write();
    try (TruthBooks truth = new TruthBooks(file)) {
      hashes.forEach(
          (id, hash) -> assertThat(truth.book("A", id).orElseThrow().sha256()).isEqualTo(hash));
      assertThat(truth.symbols()).containsExactly("A", "B");
      assertThat(truth.bookCount("A")).isEqualTo(EVENTS + 1);
    }
  }

  @Test
  void everyBookIsFoundInAnyOrder() {
    write();
    List<Long> ids = new ArrayList<>(hashes.keySet());
    Collections.shuffle(ids, new Random(6));
    try (TruthBooks truth = new TruthBooks(file)) {
      for (long id : ids.subList(0, 300)) {
        assertThat(truth.book("A", id).orElseThrow().sha256()).isEqualTo(hashes.get(id));
      }
    }
  }

  @Test
  void anIdWithinAnEventHasNoBookUnlessASnapshotWasAnswered() {
    try (TruthLog log = TruthLog.to(file)) {
      log.snapshot(new BookSnapshot("A", 10, List.of(level(1, 1)), List.of(level(2, 1))));
      log.rest(
          new BookSnapshot("A", 12, List.of(), List.of()), 10, List.of(level(1, 5)), List.of());
      log.diff(new DepthEvent("A", 11, 13, 77, List.of(level(1, 6)), List.of()));
    }
    try (TruthBooks truth = new TruthBooks(file)) {
      assertThat(truth.book("A", 9)).isEmpty();
      assertThat(truth.book("A", 11)).isEmpty();
      assertThat(truth.book("A", 12).orElseThrow().sha256())
          .isEqualTo(Book.of(List.of(level(1, 5)), List.of(level(2, 1))).sha256());
      assertThat(truth.book("A", 14)).isEmpty();
      assertThat(truth.book("Z", 10)).isEmpty();
      assertThat(truth.eventTime("A", 13)).hasValue(77);
      assertThat(truth.eventTime("A", 12)).isEmpty();
    }
  }

  @Test
  void whoHasNoPatienceLeftIsToldWhatIsThereByNow() {
    try (TruthLog log = TruthLog.to(file)) {
      log.snapshot(new BookSnapshot("A", 10, List.of(level(1, 1)), List.of(level(2, 1))));
      log.flush();
      try (TruthBooks truth = new TruthBooks(file)) {
        assertThat(truth.book("A", 10)).isPresent();
        log.diff(new DepthEvent("A", 11, 13, 77, List.of(level(1, 6)), List.of()));
        log.flush();
        assertThat(truth.awaitBook("A", 13, Duration.ZERO)).isPresent();
        assertThat(truth.awaitBook("A", 14, Duration.ZERO)).isEmpty();
      }
    }
  }

  @Test
  void aBrokenChainHasNoBooksUntilTheNextSnapshot() {
    try (TruthLog log = TruthLog.to(file)) {
      log.snapshot(new BookSnapshot("A", 10, List.of(level(1, 1)), List.of(level(2, 1))));
      log.diff(new DepthEvent("A", 12, 13, 0, List.of(level(1, 6)), List.of()));
      log.diff(new DepthEvent("A", 14, 15, 0, List.of(level(1, 7)), List.of()));
      log.snapshot(new BookSnapshot("A", 20, List.of(level(1, 2)), List.of(level(2, 3))));
      log.diff(new DepthEvent("A", 19, 22, 0, List.of(level(1, 8)), List.of()));
    }
    try (TruthBooks truth = new TruthBooks(file)) {
      assertThat(truth.book("A", 13)).isEmpty();
      assertThat(truth.book("A", 15)).isEmpty();
      assertThat(truth.book("A", 22).orElseThrow().sha256())
          .isEqualTo(Book.of(List.of(level(1, 8)), List.of(level(2, 3))).sha256());
    }
  }

  @Test
  void aRowThatIsHalfWrittenIsTakenWhenItIsWhole() throws Exception {
    write();
    byte[] all = Files.readAllBytes(file);
    Path growing = folder.resolve("growing.jsonl");
    Files.write(growing, new byte[0]);
    Random random = new Random(9);
    try (TruthBooks truth = new TruthBooks(growing)) {
      for (int at = 0; at < all.length; ) {
        int length = Math.min(all.length - at, 1 + random.nextInt(20_000));
        byte[] part = java.util.Arrays.copyOfRange(all, at, at + length);
        Files.write(growing, part, StandardOpenOption.APPEND);
        truth.poll();
        at += length;
      }
      assertThat(truth.bookCount("A")).isEqualTo(EVENTS + 1);
      long last = truth.bookId("A", EVENTS);
      assertThat(truth.book("A", last).orElseThrow().sha256()).isEqualTo(hashes.get(last));
    }
  }

  @Test
  void tradesAreFoundByIdAsTheyWere() {
    Trade trade =
        new Trade("A", 7, new BigDecimal("0.10000000"), new BigDecimal("5.00"), 11, 12, true);
    try (TruthLog log = TruthLog.to(file)) {
      log.trade(trade);
    }
    try (TruthBooks truth = new TruthBooks(file)) {
      assertThat(truth.trade("A", 7)).contains(trade);
      assertThat(truth.trade("A", 8)).isEmpty();
      assertThat(truth.awaitTrade("A", 8, Duration.ofMillis(1))).isEmpty();
    }
  }
}
