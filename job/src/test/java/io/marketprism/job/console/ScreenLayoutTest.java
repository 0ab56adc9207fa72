// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenLayoutTest {
  @Test
  void wideTerminalShowsEverything() {
    assertThat(text(ScreenFixture.healthy(), 160, 40))
        .isEqualTo(
            """
            MarketPrism Collector  web UI http://127.0.0.1:8081  NATS nats://127.0.0.1:4222
            Job         RUNNING for 1m 04s, 0 restarts
            Checkpoint  #12, 3.0s ago, took 45 ms, 1.2 MB, 0 failed
            Traffic     12.5 msg/s, 0 dead letters, MARKET_TRADES 1,203, MARKET_DATA 88
            Subjects    2 subjects had messages

            ORDERBOOK, TRADE       BEST BID  BEST ASK  SPREAD  LEVELS  BOOKS/s   AGE    BOOK  LAST PRICE  QUANTITY  SIDE  TRADES/s   AGE
            binance.spot.BTC-USDT   63704.1   63704.3     0.2     800     10.0  0.1s    live     63704.3   0.00123   buy       2.5  1.2s

            09:26:14 UTC  live orderbook.binance.spot.BTC-USDT  restore
            Ctrl-C stops""");
  }

  @Test
  void everySubjectOfTheDefaultConfigurationFitsWithItsFiguresInto120Columns() {
    assertThat(text(every(), 120, 40))
        .isEqualTo(
            """
            MarketPrism Collector  web UI http://127.0.0.1:8081  NATS nats://127.0.0.1:4222
            Job         RUNNING for 1m 04s, 0 restarts
            Checkpoint  #12, 3.0s ago, took 45 ms, 1.2 MB, 0 failed
            Traffic     12.5 msg/s, 0 dead letters, MARKET_TRADES 1,203, MARKET_DATA 88
            Subjects    38 of 38 subjects had messages, the last one after 14s

            ORDERBOOK, TRADE            BEST BID  BEST ASK  SPREAD  BOOKS/s   AGE    BOOK  LAST PRICE  SIDE  TRADES/s   AGE
            binance.perpetual.BTC-USDT  61737.64  61737.65    0.01      0.0  3.0s    live    61737.65   buy       0.0  3.0s
            binance.perpetual.ETH-USDT  61737.64  61737.65    0.01      0.0  3.0s    live    61737.65   buy       0.0  3.0s
            binance.spot.BTC-USDT       61737.64  61737.65    0.01      0.0  3.0s    live    61737.65   buy       0.0  3.0s
            binance.spot.ETH-USDT       61737.64  61737.65    0.01      0.0  3.0s    live    61737.65   buy       0.0  3.0s
            okx.perpetual.BTC-USDT      61737.64  61737.65    0.01      0.0  3.0s    live    61737.65   buy       0.0  3.0s
            okx.perpetual.ETH-USDT      61737.64  61737.65    0.01      0.0  3.0s    live    61737.65   buy       0.0  3.0s
            okx.spot.BTC-USDT           61737.64  61737.65    0.01      0.0  3.0s    live    61737.65   buy       0.0  3.0s
            okx.spot.ETH-USDT           61737.64  61737.65    0.01      0.0  3.0s    live    61737.65   buy       0.0  3.0s

            DERIVATIVES, AGE             FUNDING_RATE   OPEN_INTEREST  LSR_TOP_POSITION  LSR_ALL_ACCOUNT         LIQUIDATION
            binance.perpetual.BTC-USDT  0.0100%  3.0s  82,345.1  3.0s      0.9718  3.0s     0.9718  3.0s  sell 61737.6  3.0s
            binance.perpetual.ETH-USDT  0.0100%  3.0s  82,345.1  3.0s      0.9718  3.0s     0.9718  3.0s  sell 61737.6  3.0s
            okx.perpetual.BTC-USDT      0.0100%  3.0s  82,345.1  3.0s      0.9718  3.0s     0.9718  3.0s  sell 61737.6  3.0s
            okx.perpetual.ETH-USDT      0.0100%  3.0s  82,345.1  3.0s      0.9718  3.0s     0.9718  3.0s  sell 61737.6  3.0s

            VOLATILITY_INDEX               CLOSE      OPEN      HIGH       LOW   AGE
            deribit.options.BTC            42.17      42.2     42.21     42.15  3.0s
            deribit.options.ETH            42.17      42.2     42.21     42.15  3.0s

            09:26:14 UTC  live orderbook.binance.spot.BTC-USDT  restore
            Ctrl-C stops""");
  }

  @Test
  void everySubjectOfTheDefaultConfigurationFitsIntoTheSmallestUsualTerminal() {
    assertThat(text(every(), 80, 24))
        .isEqualTo(
            """
            MarketPrism Collector  web UI http://127.0.0.1:8081  NATS nats://127.0.0.1:4222
            Job         RUNNING for 1m 04s, 0 restarts
            Checkpoint  #12, 3.0s ago, took 45 ms, 1.2 MB, 0 failed
            Traffic     12.5 msg/s, 0 dead letters, MARKET_TRADES 1,203, MARKET_DATA 88
            Subjects    38 of 38 subjects had messages, the last one after 14s
            ORDERBOOK, TRADE            BEST BID  BEST ASK   AGE    BOOK  LAST PRICE   AGE
            binance.perpetual.BTC-USDT  61737.64  61737.65  3.0s    live    61737.65  3.0s
            binance.perpetual.ETH-USDT  61737.64  61737.65  3.0s    live    61737.65  3.0s
            binance.spot.BTC-USDT       61737.64  61737.65  3.0s    live    61737.65  3.0s
            binance.spot.ETH-USDT       61737.64  61737.65  3.0s    live    61737.65  3.0s
            okx.perpetual.BTC-USDT      61737.64  61737.65  3.0s    live    61737.65  3.0s
            okx.perpetual.ETH-USDT      61737.64  61737.65  3.0s    live    61737.65  3.0s
            okx.spot.BTC-USDT           61737.64  61737.65  3.0s    live    61737.65  3.0s
            okx.spot.ETH-USDT           61737.64  61737.65  3.0s    live    61737.65  3.0s
            DERIVATIVES, AGE            FUNDING  OPEN_INT  LSR_TOP  LSR_ALL  LIQUIDATION
            binance.perpetual.BTC-USDT     3.0s      3.0s     3.0s     3.0s         3.0s
            binance.perpetual.ETH-USDT     3.0s      3.0s     3.0s     3.0s         3.0s
            okx.perpetual.BTC-USDT         3.0s      3.0s     3.0s     3.0s         3.0s
            okx.perpetual.ETH-USDT         3.0s      3.0s     3.0s     3.0s         3.0s
            VOLATILITY_INDEX               CLOSE      OPEN      HIGH       LOW   AGE
            deribit.options.BTC            42.17      42.2     42.21     42.15  3.0s
            deribit.options.ETH            42.17      42.2     42.21     42.15  3.0s
            Ctrl-C stops""");
  }

  @Test
  void subjectThatIsExpectedAndSilentIsShownAsWaiting() {
    String silent = "liquidation.okx.perpetual.BTC-USDT";
    List<SubjectRow> rows =
        ScreenFixture.everySubject().stream()
            .map(row -> row.subject().equals(silent) ? ScreenFixture.silent(row) : row)
            .toList();
    Screen screen =
        ScreenFixture.of(
            ScreenFixture.RUNNING, 0, rows.stream().map(SubjectRow::subject).toList(), rows);
    assertThat(text(screen, 120, 40))
        .contains("37 of 38 subjects had messages, none after 1m 04s: " + silent)
        .containsPattern("okx.perpetual.BTC-USDT .* waiting\n");
    assertThat(ScreenLayout.oneLine(screen)).endsWith(silent);
  }

  @Test
  void subjectsOfOtherTypesHaveATableOfTheirOwn() {
    SubjectRow quote =
        new SubjectRow(
            "quote.okx.spot.BTC-USDT", "quote", 7, 1, 1, new Headline.None(), BookState.LIVE);
    assertThat(text(ScreenFixture.of(ScreenFixture.RUNNING, 0, List.of(quote)), 120, 40))
        .containsPattern("OTHER SUBJECTS +MESSAGES +RATE/s +AGE\nquote.okx.spot.BTC-USDT +7 ");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 40, 79, 80, 81, 200})
  void noLineIsWiderThanTheTerminal(int width) {
    assertThat(ScreenLayout.draw(every(), width, 40, List.of("Ctrl-C stops")))
        .allSatisfy(line -> assertThat(line.width()).isLessThanOrEqualTo(width));
  }

  @Test
  void subjectsThatDoNotFitAreCounted() {
    List<SubjectRow> rows = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      rows.add(
          new SubjectRow(
              "trade.okx.spot.S" + i, "trade", 1, 1, 1, new Headline.None(), BookState.LIVE));
    }
    String text = text(ScreenFixture.of(ScreenFixture.RUNNING, 0, rows), 120, 20);
    assertThat(text.split("\n")).hasSizeLessThanOrEqualTo(20);
    assertThat(text).contains("… 38 more lines").endsWith("Ctrl-C stops");
  }

  @Test
  void unreachableClusterMissingJobAndFirstMomentAreSaid() {
    assertThat(text(ScreenFixture.of(JobView.UNREACHABLE, 0, List.of()), 100, 40))
        .contains("Flink does not answer", "nothing published yet", "none yet");
    assertThat(text(ScreenFixture.of(JobView.NO_JOB, 0, List.of()), 100, 40))
        .contains("none submitted");
  }

  @Test
  void bookInResyncSaysSo() {
    SubjectRow broken =
        new SubjectRow(
            ScreenFixture.BOOK.subject(),
            "orderbook",
            3,
            0,
            12,
            new Headline.None(),
            BookState.RESYNC);
    assertThat(text(ScreenFixture.of(ScreenFixture.RUNNING, 0, List.of(broken)), 120, 40))
        .contains("resync", "12s");
  }

  @Test
  void oneLineSaysTheSameWithoutATerminal() {
    assertThat(ScreenLayout.oneLine(ScreenFixture.healthy()))
        .isEqualTo(
            "  61s  job RUNNING, 0 restarts | checkpoints 12, 0 failed | 12.5 msg/s |"
                + " books live 1 of 1 | dead letters 0 | 2 subjects had messages");
  }

  private static Screen every() {
    List<SubjectRow> rows = ScreenFixture.everySubject();
    return ScreenFixture.of(
            ScreenFixture.RUNNING, 0, rows.stream().map(SubjectRow::subject).toList(), rows)
        .completeAfter(14);
  }

  private static String text(Screen screen, int width, int height) {
    return ScreenLayout.draw(screen, width, height, List.of("Ctrl-C stops")).stream()
        .map(Line::plain)
        .collect(Collectors.joining("\n"));
  }
}
