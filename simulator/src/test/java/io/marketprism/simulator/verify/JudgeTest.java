// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.truth.TruthBooks;
import io.marketprism.simulator.truth.TruthLog;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
  private static final int EVENTS = 20;
  @TempDir private Path folder;
  private final List<Trade> trades = new ArrayList<>();
  private TruthBooks truth;
  private Judge judge;

  @BeforeEach
  void writeTheTruth() {
    Path file = folder.resolve("truth.jsonl");
    try (TruthLog log = TruthLog.to(file)) {
      log.snapshot(
          new BookSnapshot(
              "BTCUSDT",
              100,
              List.of(level("10.00", "1.500"), level("9.90", "2")),
              List.of(level("10.10", "3"), level("10.20", "4"))));
      for (int i = 0; i < EVENTS; i++) {
        long last = 103 + 3L * i;
        log.diff(
            new DepthEvent(
                "BTCUSDT",
                last - 2,
                last,
                1_000 + i,
                List.of(level("9.80", "1." + (i + 1)), level("9.70", "0")),
                List.of(level("10.30", "1." + (i + 1)))));
        Trade trade =
            new Trade(
                "BTCUSDT",
                500 + i,
                new BigDecimal("10.10000000"),
                new BigDecimal("0.25000000"),
                2_000 + i,
                2_001 + i,
                i % 2 == 0);
        log.trade(trade);
        trades.add(trade);
      }
    }
    truth = new TruthBooks(file);
    judge = judge(VerifierSettings.of("unused", file));
  }

  private Judge judge(VerifierSettings settings) {
    return new Judge(
        settings,
        new Truths().put(Truths.BINANCE_SPOT, new PatientTruth(truth, Duration.ZERO)),
        new Outages());
  }

  @AfterEach
  void closeTheTruth() {
    truth.close();
  }

  private static Level level(String price, String quantity) {
    return new Level(new BigDecimal(price), new BigDecimal(quantity));
  }

  private void core(String subject, String message) {
    judge.core(subject, null, message.getBytes(UTF_8), 3);
  }

  private void publishEverything() {
    for (int i = 0; i < EVENTS; i++) {
      long id = 103 + 3L * i;
      core(Publisher.BOOKS, Publisher.book(book(id), 3, id, 100, 1_000 + i));
      core(Publisher.TRADES, Publisher.trade(trades.get(i)));
    }
  }

  private Book book(long id) {
    return truth.book("BTCUSDT", id).orElseThrow().copy();
  }

  private Map<FindingKind, Long> findings() {
    return judge.conclude().findings();
  }

  @Test
  void whatIsTrueHasNoFindings() {
    publishEverything();
    VerifierReport report = judge.conclude();
    assertThat(report.findings()).isEmpty();
    assertThat(report.ok()).isTrue();
    assertThat(report.books()).isEqualTo(EVENTS);
    assertThat(report.trades()).isEqualTo(EVENTS);
    assertThat(report.levels()).containsExactly(3, 3);
    assertThat(report.text()).startsWith("OK");
  }

  @ParameterizedTest
  @CsvSource({
    "10,1.51,quantity",
    "10,1.50,trailing zero",
    "10.0,1.5,trailing zero of the price",
    "9.99,1.5,price"
  })
  void aWrongLevelIsFound(String price, String quantity, String what) {
    publishEverything();
    String bids = "[[\"" + price + "\",\"" + quantity + "\"],[\"9.9\",\"2\"]]";
    core(Publisher.BOOKS, Publisher.book(bids, "[[\"10.1\",\"3\"]]", 160, 100, 1_019));
    VerifierReport report = judge.conclude();
    assertThat(report.findings()).as(what).containsOnlyKeys(FindingKind.WRONG_LEVEL);
    assertThat(report.ok()).isFalse();
    assertThat(report.examples().get(0)).contains("BID 0", quantity + "@" + price, "1.5@10");
  }

  @Test
  void aSkippedAndASuperfluousLevelAreFound() {
    publishEverything();
    String asks = "[[\"10.1\",\"3\"]]";
    core(Publisher.BOOKS, Publisher.book("[[\"9.9\",\"2\"]]", asks, 160, 100, 1_019));
    core(
        Publisher.BOOKS,
        Publisher.book(
            "[[\"10\",\"1.5\"],[\"9.9\",\"2\"],[\"9.8\",\"1.2\"],[\"9.7\",\"1\"]]",
            asks,
            160,
            100,
            1_019));
    assertThat(findings()).containsExactly(Map.entry(FindingKind.WRONG_LEVEL, 2L));
  }

  @Test
  void aBookAtAnIdThatTheVenueNeverShowedIsFound() {
    publishEverything();
    core(Publisher.BOOKS, Publisher.book(book(160), 2, 159, 101, 1_019));
    assertThat(findings()).containsOnlyKeys(FindingKind.UNKNOWN_BOOK);
  }

  @Test
  void emptyCrossedAndBackwardBooksAreFound() {
    publishEverything();
    core(Publisher.BOOKS, Publisher.book(book(103), 2, 103, 100, 1_000));
    core(Publisher.BOOKS, Publisher.book("[]", "[[\"10.1\",\"3\"]]", 160, 100, 1_019));
    core(
        Publisher.BOOKS,
        Publisher.book("[[\"10.1\",\"3\"]]", "[[\"10.1\",\"3\"]]", 160, 100, 1_019));
    assertThat(findings())
        .containsKeys(FindingKind.BACKWARD_BOOK, FindingKind.EMPTY_SIDE, FindingKind.CROSSED_BOOK);
  }

  @Test
  void anotherSyncMayGoBack() {
    publishEverything();
    core(Publisher.BOOKS, Publisher.book(book(103), 2, 103, 99, 1_000));
    assertThat(findings()).isEmpty();
  }

  @Test
  void aBookWithAnotherTimeThanTheVenuesIsFound() {
    publishEverything();
    core(Publisher.BOOKS, Publisher.book(book(160), 2, 160, 100, 999));
    assertThat(findings()).containsOnlyKeys(FindingKind.WRONG_TIME);
  }

  @Test
  void aLostTradeIsFoundUnlessItWasAnnounced() {
    for (Trade trade : trades) {
      if (trade.id() != 505 && trade.id() != 510) {
        core(Publisher.TRADES, Publisher.trade(trade));
      }
    }
    core(Publisher.BOOKS, Publisher.book(book(160), 2, 160, 100, 1_019));
    core("feed_status.binance.spot.BTC-USDT", Publisher.gap(509, 511));
    VerifierReport report = judge.conclude();
    assertThat(report.findings()).containsExactly(Map.entry(FindingKind.LOST_TRADE, 1L));
    assertThat(report.examples()).singleElement().asString().contains("505");
    assertThat(report.announcedTrades()).isEqualTo(1);
    assertThat(report.feedEvents()).containsEntry("gap", 1L);
  }

  @Test
  void aDoubledTradeIsFoundUnlessRepeatsAreAllowed() {
    publishEverything();
    core(Publisher.TRADES, Publisher.trade(trades.get(3)));
    assertThat(findings()).containsExactly(Map.entry(FindingKind.DOUBLED_TRADE, 1L));
    judge = judge(VerifierSettings.of("unused", folder).withCoreRepeatsAllowed(true));
    publishEverything();
    core(Publisher.TRADES, Publisher.trade(trades.get(3)));
    assertThat(findings()).isEmpty();
  }

  @Test
  void wrongAndUnknownTradesAreFound() {
    publishEverything();
    judge = judge(VerifierSettings.of("unused", folder).withAtLeast(0, 0));
    Trade trade = trades.get(0);
    core(Publisher.TRADES, Publisher.trade(trade, "10.1", "0.26", "sell"));
    core(Publisher.TRADES, Publisher.trade(trades.get(1), "10.1", "0.25", "sell"));
    core(Publisher.TRADES, Publisher.trade(trades.get(2), "10.10", "0.25", "sell"));
    core(
        Publisher.TRADES,
        Publisher.trade(new Trade("BTCUSDT", 999, trade.price(), trade.quantity(), 1, 1, true)));
    assertThat(findings())
        .containsExactly(
            Map.entry(FindingKind.UNKNOWN_TRADE, 1L), Map.entry(FindingKind.WRONG_TRADE, 3L));
  }

  @Test
  void whatTheStreamLacksOrHasTwiceOrNamesWronglyIsFound() {
    publishEverything();
    judge.streamOpened();
    for (Trade trade : trades) {
      if (trade.id() != 507 && trade.id() != 519) {
        judge.stream(
            Publisher.TRADES, Publisher.messageId(trade), Publisher.trade(trade).getBytes(UTF_8));
      }
    }
    judge.stream(Publisher.TRADES, "other", Publisher.trade(trades.get(0)).getBytes(UTF_8));
    assertThat(findings())
        .containsExactly(
            Map.entry(FindingKind.LOST_IN_STREAM, 2L),
            Map.entry(FindingKind.DOUBLED_IN_STREAM, 1L),
            Map.entry(FindingKind.WRONG_MESSAGE_ID, 1L));
  }

  @Test
  void unreadableAndMisaddressedMessagesAreFound() {
    publishEverything();
    core(Publisher.BOOKS, "{");
    core(Publisher.TRADES, "{\"trade_id\":\"1\"}");
    core("orderbook.binance.spot.ETH-USDT", Publisher.book(book(160), 2, 160, 100, 1_019));
    assertThat(findings())
        .containsExactly(
            Map.entry(FindingKind.MALFORMED, 2L), Map.entry(FindingKind.WRONG_ENVELOPE, 1L));
  }

  @Test
  void tooFewMessagesAreAFinding() {
    assertThat(findings()).containsOnlyKeys(FindingKind.TOO_FEW);
  }

  @Test
  void publishedBooksAreHeldAgainstGoldenOnes() throws Exception {
    Path golden = folder.resolve("golden-BTCUSDT.jsonl");
    Book book = book(160);
    String row =
        "{\"u\":160,\"bids\":[[\"10\",\"1.5\"]],\"asks\":[[\"10.1\",\"3\"]],\"levels\":[3,3],"
            + "\"sha256\":\""
            + book.sha256()
            + "\"}\n";
    Files.writeString(golden, row);
    VerifierSettings settings = VerifierSettings.of("unused", folder).withGolden(1, golden);
    judge = judge(settings);
    publishEverything();
    VerifierReport report = judge.conclude();
    assertThat(report.goldenBooks()).isEqualTo(1);
    assertThat(report.ok()).isTrue();

    Files.writeString(golden, row.replace("1.5", "1.6").replace(book.sha256(), "0"));
    judge = judge(settings);
    publishEverything();
    assertThat(findings()).containsExactly(Map.entry(FindingKind.GOLDEN_BOOK, 2L));
  }
}
