// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be otherwise while a process is away, what may not, and how books come back. */
class AwayTest {
  @TempDir private Path folder;
  private Scene scene;

  @BeforeEach
  void open() {
    scene = new Scene(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Map<FindingKind, Long> findings(long endMs) {
    return scene.report(endMs).findings();
  }

  @Test
  void aRepeatedRunOfTradesIsFound() {
    scene.trades(1, 5).trade(3, 5_100, false).trade(4, 5_200, false).trade(6);
    assertThat(findings(10_000)).containsExactly(Map.entry(FindingKind.DOUBLED_TRADE, 2L));
  }

  @Test
  void tradesMayComeAgainWhileAProcessIsAway() {
    scene.trades(1, 5).trade(3, 5_100, false).trade(4, 5_200, false).trade(6);
    scene.process(4_500, "kill-taskmanager", 4_500);
    VerifierReport report = scene.report(10_000);
    assertThat(report.findings()).isEmpty();
    assertThat(report.excused()).isEqualTo(2);
  }

  @Test
  void fetchedTradesMayComeAgainLaterAndLiveOnesNot() {
    scene.process(1_000, "kill-taskmanager", 1_000);
    scene.books(0, 1_000, 100).books(3_000, 20_000, 100);
    scene.trades(1, 5).trade(3, 15_000, true).trade(4, 15_100, false);
    assertThat(findings(20_000)).containsExactly(Map.entry(FindingKind.DOUBLED_TRADE, 1L));
  }

  @Test
  void aWindowEndsWhenAllInstrumentsAreBack() {
    scene.process(1_000, "kill-taskmanager", 1_000);
    scene.books(0, 1_000, 100).books(3_000, 20_000, 100);
    scene.trades(1, 7).trade(2, 7_500, false).trade(3, 8_500, false);
    assertThat(findings(20_000)).containsExactly(Map.entry(FindingKind.DOUBLED_TRADE, 1L));
  }

  @Test
  void newIdsNeverGoBackwards() {
    scene.trade(1).trade(2).trade(4).trade(3, 4_100, false).trade(5);
    assertThat(findings(10_000)).containsExactly(Map.entry(FindingKind.BACKWARD_TRADE, 1L));
  }

  @Test
  void theStreamRisesAndHasNothingTwice() {
    scene.trades(1, 6).judge().streamOpened();
    scene.stored(1, 1_000, false).stored(2, 2_000, false).stored(4, 4_000, false);
    scene.stored(3, 4_100, false).stored(5, 5_000, false).stored(5, 5_100, true);
    scene.stored(6, 6_000, false).process(3_000, "kill-nats", 3_000);
    assertThat(findings(10_000))
        .containsExactly(
            Map.entry(FindingKind.DOUBLED_IN_STREAM, 1L),
            Map.entry(FindingKind.BACKWARD_IN_STREAM, 1L));
  }

  @Test
  void coreMayLackWhatWasMadeInAnOutageIfTheStreamHasIt() {
    scene.trades(1, 10).trades(15, 30).judge().streamOpened();
    for (int i = 1; i <= 30; i++) {
      if (i != 12) {
        scene.stored(i, 1_000L * i, false);
      }
    }
    assertThat(findings(30_000)).containsEntry(FindingKind.LOST_TRADE, 4L);

    try (Scene excused = new Scene(folder.resolve("excused"))) {
      excused.process(10_500, "nats-outage", 14_500).trades(1, 10).trades(15, 30);
      excused.judge().streamOpened();
      for (int i = 1; i <= 30; i++) {
        if (i != 12) {
          excused.stored(i, 1_000L * i, false);
        }
      }
      assertThat(excused.report(30_000).findings())
          .containsExactly(
              Map.entry(FindingKind.LOST_TRADE, 1L), Map.entry(FindingKind.LOST_IN_STREAM, 1L));
    }
  }

  @Test
  void anOutageOfTheVerifierIsAWindowToo() {
    scene.outages().disconnected(Scene.BEGIN + 10_500);
    scene.outages().connected(Scene.BEGIN + 12_500);
    scene.trades(1, 10).trades(13, 30);
    assertThat(findings(30_000)).isEmpty();
  }

  @Test
  void theFirstBookAfterThePauseIsTheRecovery() {
    scene.process(10_000, "kill-taskmanager", 10_000);
    scene.process(50_000, "nats-outage", 60_000);
    scene.books(0, 10_200, 100).books(13_300, 50_000, 100).books(61_500, 70_000, 100);
    VerifierReport report = scene.report(70_000);
    assertThat(report.findings()).isEmpty();
    assertThat(report.recoveries())
        .containsExactly(
            new Recovery("kill-taskmanager", Scene.BEGIN + 10_000, 3_100, 3_300, 3_300, 3_300, 1),
            new Recovery("nats-outage", Scene.BEGIN + 50_000, 11_500, 11_500, 1_500, 11_500, 1));
    assertThat(report.medianRecoveryMs())
        .containsEntry("kill-taskmanager", 3_300L)
        .containsEntry("nats-outage", 11_500L);
    assertThat(report.faults()).containsEntry("nats-outage", 1L);
  }

  @Test
  void aFaultBeforeTheFirstBookLastsUntilThat() {
    scene.process(10_000, "kill-taskmanager", 10_000).books(14_000, 20_000, 100);
    assertThat(scene.report(20_000).recoveries())
        .extracting(Recovery::firstBookMs)
        .containsExactly(4_000L);
  }

  @Test
  void aFaultWithoutAPauseCostsNothing() {
    scene.process(10_000, "full-disk", 30_000).books(0, 40_000, 100);
    assertThat(scene.report(40_000).recoveries())
        .containsExactly(new Recovery("full-disk", Scene.BEGIN + 10_000, 0, 0, 0, 0, 0));
  }

  @Test
  void aFaultAfterWhichNoBookComesIsFound() {
    scene.process(10_000, "kill-jobmanager", 10_000).books(0, 10_200, 100);
    VerifierReport report = scene.report(90_000);
    assertThat(report.findings()).containsExactly(Map.entry(FindingKind.NEVER_RECOVERED, 1L));
    assertThat(report.recoveries().get(0).firstBookMs()).isEqualTo(-1);
  }

  @Test
  void theReportIsGoodToReadAsTextAndAsMarkdown() {
    scene.process(10_000, "kill-taskmanager", 10_000);
    scene.books(0, 10_200, 100).books(13_300, 20_000, 100).trades(1, 3).trade(3, 19_900, false);
    VerifierReport report = scene.report(20_000);
    assertThat(report.text())
        .startsWith("NOT OK: 1 findings")
        .contains("DOUBLED_TRADE", "kill-taskmanager  2023-11-14T22:13:30Z", "3,300")
        .containsSubsequence("Findings", "Checked in 20 s", "Faults", "Recoveries");
    assertThat(report.markdown())
        .contains("| DOUBLED_TRADE | 1 | a trade was published more than once |")
        .contains(
            "| kill-taskmanager | 2023-11-14T22:13:30Z | 3,100 | 3,300 | 3,300 | 3,300 | 1 |");
  }
}
