// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RunEndTest {
  private static final String SUBJECTS =
      ScreenFixture.BOOK.subject() + "," + ScreenFixture.TRADE.subject();
  private static final Screen COMPLETE = screen(ScreenFixture.BOOK, ScreenFixture.TRADE);
  private static final Screen TRADES_MISSING = screen(ScreenFixture.BOOK);

  @Test
  void runEndsWhenItsTimeIsOver() throws InterruptedException {
    assertThat(end("--for", "61").reached(COMPLETE)).isTrue();
    assertThat(end("--for", "62").reached(COMPLETE)).isFalse();
    assertThat(end().reached(COMPLETE)).isFalse();
  }

  @Test
  void runWaitsForASubjectThatHasNotSpoken() throws InterruptedException {
    assertThat(end("--for", "30").reached(TRADES_MISSING)).isFalse();
  }

  @Test
  void runWaitsForNoSubjectForever() throws InterruptedException {
    assertThat(end("--for", "30", "--within", "64").reached(TRADES_MISSING)).isTrue();
    assertThat(end("--for", "30", "--within", "64").summary(TRADES_MISSING).path("ok").asBoolean())
        .isFalse();
  }

  @Test
  void namedSubjectsAreExpected() {
    assertThat(end("--subjects", SUBJECTS).subjects())
        .containsExactly(ScreenFixture.BOOK.subject(), ScreenFixture.TRADE.subject());
  }

  private static RunEnd end(String... arguments) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    return holder.end;
  }

  private static Screen screen(SubjectRow... rows) {
    return ScreenFixture.of(ScreenFixture.RUNNING, 0, List.of(SUBJECTS.split(",")), List.of(rows));
  }

  @Command
  private static final class Holder {
    @Mixin private RunEnd end;
  }
}
