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
    assertThat(text(ScreenFixture.healthy(), 120, 40))
        .isEqualTo(
            """
            MarketPrism Collector  web UI http://127.0.0.1:8081  NATS nats://127.0.0.1:4222
            Job         RUNNING for 1m 04s, 0 restarts
            Checkpoint  #12, 3.0s ago, took 45 ms, 1.2 MB, 0 failed
            Traffic     12.5 msg/s, MARKET_TRADES holds 1,203, 0 dead letters

            ORDER BOOKS                       MESSAGES   RATE/s     AGE    BEST BID    BEST ASK   SPREAD  LEVELS    BOOK
            orderbook.binance.spot.BTC-USDT      1,234     10.0    0.1s     63704.1     63704.3      0.2     800    live

            TRADES                            MESSAGES   RATE/s     AGE  LAST PRICE    QUANTITY  SIDE
            trade.binance.spot.BTC-USDT             56      2.5    1.2s     63704.3     0.00123   buy

            09:26:14 UTC  live orderbook.binance.spot.BTC-USDT  restore
            Ctrl-C stops""");
  }

  @Test
  void narrowTerminalGivesUpTheLeastImportantColumnsFirst() {
    List<String> lines = List.of(text(ScreenFixture.healthy(), 80, 40).split("\n"));
    assertThat(lines.get(5)).contains("BEST BID", "BEST ASK", "AGE", "BOOK");
    assertThat(lines.get(5)).doesNotContain("LEVELS", "SPREAD", "MESSAGES");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 40, 79, 80, 81, 200})
  void noLineIsWiderThanTheTerminal(int width) {
    assertThat(ScreenLayout.draw(ScreenFixture.healthy(), width, 40, "Ctrl-C stops"))
        .allSatisfy(line -> assertThat(line.width()).isLessThanOrEqualTo(width));
  }

  @Test
  void subjectsThatDoNotFitAreCounted() {
    List<SubjectRow> rows = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      rows.add(ScreenFixture.BOOK);
    }
    String text = text(ScreenFixture.of(ScreenFixture.RUNNING, 0, rows), 120, 20);
    assertThat(text.split("\n")).hasSizeLessThanOrEqualTo(20);
    assertThat(text).contains("… 40 more lines").endsWith("Ctrl-C stops");
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
                + " books live 1 of 1 | trades stored 1,203 | dead letters 0");
  }

  private static String text(Screen screen, int width, int height) {
    return ScreenLayout.draw(screen, width, height, "Ctrl-C stops").stream()
        .map(Line::plain)
        .collect(Collectors.joining("\n"));
  }
}
