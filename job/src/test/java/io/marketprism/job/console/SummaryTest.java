// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Check GOOD = new Check("job-running", true, "state RUNNING");

  @Test
  void figuresAndChecksAreInTheJson() {
    ObjectNode summary = Summary.of(ScreenFixture.healthy(), List.of(GOOD));
    assertThat(summary.path("ok").asBoolean()).isTrue();
    assertThat(summary.at("/duration_seconds").asLong()).isEqualTo(61);
    assertThat(summary.at("/job/checkpoints/completed").asLong()).isEqualTo(12);
    assertThat(summary.at("/nats/trades_stored").asLong()).isEqualTo(1_203);
    assertThat(summary.at("/nats/figures_stored").asLong()).isEqualTo(88);
    assertThat(summary.at("/subjects/0/per_second").asDouble()).isEqualTo(10.0);
    assertThat(summary.at("/subjects/0/book").asText()).isEqualTo("live");
    assertThat(summary.at("/checks/0/check").asText()).isEqualTo("job-running");
  }

  @Test
  void coverageNamesTheSubjectsThatDidNotSpeak() {
    String silent = "trade.okx.spot.BTC-USDT";
    Screen screen =
        ScreenFixture.of(
            ScreenFixture.RUNNING,
            0,
            List.of(ScreenFixture.BOOK.subject(), silent),
            List.of(ScreenFixture.BOOK));
    ObjectNode summary = Summary.of(screen, List.of(GOOD));
    assertThat(summary.at("/coverage/expected").asInt()).isEqualTo(2);
    assertThat(summary.at("/coverage/spoke").asInt()).isEqualTo(1);
    assertThat(summary.at("/coverage/silent/0").asText()).isEqualTo(silent);
  }

  @Test
  void oneBadCheckMakesTheRunBad() {
    ObjectNode summary = Summary.of(ScreenFixture.healthy(), List.of(GOOD));
    Summary.add(summary, new Check("published-true", false, "1 book differs"));
    assertThat(summary.path("ok").asBoolean()).isFalse();
    assertThat(Summary.text(summary))
        .contains("BAD  published-true")
        .contains("1 book differs")
        .contains("Something is not as it should be");
  }

  @Test
  void textOfAGoodRunSaysSo() {
    assertThat(Summary.text(Summary.of(ScreenFixture.healthy(), List.of(GOOD))))
        .contains("Summary of 1m 01s", "1,234 messages", "All is as it should be.");
  }
}
