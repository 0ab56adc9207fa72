// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final List<String> SUBJECTS =
      List.of("orderbook.binance.spot.BTC-USDT", "trade.binance.spot.BTC-USDT");
  private static final Expectation LIVE_RUN = Expectation.LIVE;

  @Test
  void healthyRunPassesEveryCheck() {
    assertThat(Verdict.of(ScreenFixture.healthy(), LIVE_RUN)).allMatch(Check::ok);
  }

  @Test
  void jobThatDoesNotRunFails() {
    JobView failed =
        new JobView(true, "1", "MarketPrism", "FAILED", 1, 0, ScreenFixture.RUNNING.checkpoints());
    assertThat(bad(screen(failed), LIVE_RUN)).containsExactly("job-running");
    assertThat(bad(screen(JobView.UNREACHABLE), LIVE_RUN))
        .containsExactly("job-running", "checkpoint-completed");
  }

  @Test
  void restartFails() {
    JobView restarted =
        new JobView(true, "1", "MarketPrism", "RUNNING", 1, 1, ScreenFixture.RUNNING.checkpoints());
    assertThat(bad(screen(restarted), LIVE_RUN)).containsExactly("no-restarts");
  }

  @Test
  void missingAndFailedCheckpointsFail() {
    JobView none = new JobView(true, "1", "MarketPrism", "RUNNING", 1, 0, JobView.Checkpoints.NONE);
    JobView failed =
        new JobView(
            true, "1", "MarketPrism", "RUNNING", 1, 0, new JobView.Checkpoints(3, 1, 3, 1, 1, 1));
    assertThat(bad(screen(none), LIVE_RUN)).containsExactly("checkpoint-completed");
    assertThat(bad(screen(failed), LIVE_RUN)).containsExactly("no-checkpoint-failed");
  }

  @Test
  void subjectThatNeverSpokeFailsByName() {
    Screen noTrades = screen(0, List.of(ScreenFixture.BOOK));
    assertThat(Verdict.of(noTrades, LIVE_RUN))
        .filteredOn(check -> !check.ok())
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.name()).isEqualTo("subjects-speak");
              assertThat(check.detail()).contains("1 of 2", "trade.binance.spot.BTC-USDT");
            });
  }

  @Test
  void subjectThatFellSilentFailsByName() {
    Screen quiet =
        screen(0, List.of(ScreenFixture.BOOK, ScreenFixture.aged(ScreenFixture.TRADE, 11)));
    assertThat(Verdict.of(quiet, LIVE_RUN))
        .filteredOn(check -> !check.ok())
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.name()).isEqualTo("none-overdue");
              assertThat(check.detail()).isEqualTo("trade.binance.spot.BTC-USDT: none for 11s");
            });
  }

  @Test
  void ratioMayBeSilentForAsLongAsItsPeriodsLast() {
    SubjectRow ratio =
        new SubjectRow(
            "lsr_top_position.okx.perpetual.BTC-USDT",
            "lsr_top_position",
            1,
            0,
            400,
            new Headline.Figure("1.2"),
            BookState.LIVE);
    Screen screen =
        ScreenFixture.of(ScreenFixture.RUNNING, 0, List.of(ratio.subject()), List.of(ratio));
    assertThat(bad(screen, LIVE_RUN)).isEmpty();
  }

  @Test
  void runWithoutAnySubjectFailsEvenWhenNoneIsNamed() {
    assertThat(bad(ScreenFixture.of(ScreenFixture.RUNNING, 0, List.of()), LIVE_RUN))
        .containsExactly("subjects-speak");
  }

  @Test
  void deadLetterFails() {
    assertThat(bad(screen(1, List.of(ScreenFixture.BOOK, ScreenFixture.TRADE)), LIVE_RUN))
        .containsExactly("no-dead-letters");
  }

  @Test
  void replayMayBeSilentAtItsEndButMustHaveReachedIt() {
    Screen silent =
        screen(
            0,
            List.of(
                ScreenFixture.aged(ScreenFixture.BOOK, 60),
                ScreenFixture.aged(ScreenFixture.TRADE, 60)));
    assertThat(bad(silent, new Expectation(false, true))).isEmpty();
    assertThat(bad(silent, new Expectation(false, false))).containsExactly("replay-finished");
  }

  private static Screen screen(JobView job) {
    return ScreenFixture.of(job, 0, SUBJECTS, List.of(ScreenFixture.BOOK, ScreenFixture.TRADE));
  }

  private static Screen screen(long deadLetters, List<SubjectRow> rows) {
    return ScreenFixture.of(ScreenFixture.RUNNING, deadLetters, SUBJECTS, rows);
  }

  private static List<String> bad(Screen screen, Expectation expectation) {
    return Verdict.of(screen, expectation).stream()
        .filter(check -> !check.ok())
        .map(Check::name)
        .toList();
  }
}
