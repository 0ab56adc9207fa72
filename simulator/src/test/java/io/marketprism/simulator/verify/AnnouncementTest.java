// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Announced losses: each real, each ended once, each counted right. */
class AnnouncementTest {
  private static final String RECOVERED = "\"reason\":\"backfill\",";
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

  private static String ids(long previous, long next, String counts) {
    return "\"prev_seq\":" + (500 + previous) + ",\"seq\":" + (500 + next) + "," + counts;
  }

  /** Trades 5 and 6 were lost and fetched. */
  private void fetched() {
    scene.trades(1, 4).status(7_000, "trade", "gap", ids(4, 7, "\"lost_count\":2"));
    scene.trade(5, 7_200, true).trade(6, 7_200, true).trades(7, 9);
    scene.status(
        7_300,
        "trade",
        "recovered",
        RECOVERED + ids(4, 7, "\"lost_count\":0,\"backfilled_count\":2"));
  }

  @Test
  void aLossAfterAFaultOfTheInstrumentIsReal() {
    scene.fault(900, "drop", "orderbook", "").gap(1_000, 1_500);
    assertThat(findings(10_000)).isEmpty();
    assertThat(scene.report(10_000).losses()).containsEntry("orderbook gap", 1L);
  }

  @Test
  void aLossWithoutAFaultIsFalse() {
    scene.gap(1_000, 1_500);
    assertThat(findings(10_000)).containsExactly(Map.entry(FindingKind.FALSE_ANNOUNCEMENT, 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "drop,trade,5000,of another feed",
    "drop,orderbook,15000,that is yet to come",
  })
  void aFaultThatCannotBeTheCauseIsNone(String kind, String feed, long ms, String what) {
    scene.fault(ms, kind, feed, "").gap(10_000, 10_500);
    assertThat(findings(20_000))
        .as(what)
        .containsExactly(Map.entry(FindingKind.FALSE_ANNOUNCEMENT, 1L));
  }

  @Test
  void aFaultIsACauseUpToTheHorizonAfterItsEnd() {
    String until = ",\"until\":\"" + (Scene.BEGIN + 50_000) + "\"";
    scene.fault(1_000, "refuse", "socket", until).gap(165_000, 165_500);
    assertThat(findings(170_000)).isEmpty();
    scene.gap(175_000, 175_500);
    assertThat(findings(179_000)).containsExactly(Map.entry(FindingKind.FALSE_ANNOUNCEMENT, 1L));
  }

  @Test
  void aClosedSocketAndAProcessAreCausesToo() {
    scene.closed(900, "client").gap(1_000, 1_500);
    assertThat(findings(10_000)).isEmpty();
    scene.process(130_000, "kill-taskmanager", 130_000).gap(140_000, 141_000);
    assertThat(findings(150_000)).isEmpty();
  }

  @Test
  void aLossEndsOnce() {
    scene.fault(900, "drop", "orderbook", "");
    scene.gap(1_000, 1_500).status(2_000, "orderbook", "live", "");
    scene.status(3_000, "orderbook", "gap", "").gap(3_500, 4_000);
    assertThat(findings(10_000)).containsExactly(Map.entry(FindingKind.UNPAIRED_ANNOUNCEMENT, 2L));
  }

  @Test
  void oneOfSeveralConnectionsIsDegradedAndRecovers() {
    scene.fault(900, "drop", "orderbook", "").status(1_000, "orderbook", "degraded", "");
    scene.status(1_500, "orderbook", "recovered", "\"reason\":\"synchronised\"");
    assertThat(findings(60_000)).isEmpty();
    scene.status(170_000, "orderbook", "degraded", "");
    assertThat(findings(179_000)).containsExactly(Map.entry(FindingKind.FALSE_ANNOUNCEMENT, 1L));
  }

  @Test
  void aBookIsProvenAnewByANewConnection() {
    scene.closed(1_900, "server").status(1_000, "orderbook", "live", "");
    scene.socket(2_000, "disconnected", "server_close").status(3_000, "orderbook", "live", "");
    assertThat(findings(10_000)).isEmpty();
  }

  @Test
  void aLossThatNeverEndsIsFoundOnceItIsOld() {
    scene.fault(900, "drop", "orderbook", "").status(1_000, "orderbook", "resync", "");
    assertThat(findings(25_000)).isEmpty();
    assertThat(findings(32_000)).containsExactly(Map.entry(FindingKind.NEVER_RECOVERED, 1L));
  }

  @Test
  void theEndOfALossMayBeLostWhileAProcessIsAway() {
    scene.fault(900, "drop", "orderbook", "").status(1_000, "orderbook", "gap", "");
    scene.process(1_200, "kill-taskmanager", 1_200).book(4_000, 100);
    assertThat(findings(40_000)).isEmpty();
  }

  @Test
  void aDelistedBookStaysLost() {
    scene.fault(900, "delist", "market", "");
    scene.status(5_000, "orderbook", "resync", "\"reason\":\"book_expired\"");
    assertThat(findings(100_000)).isEmpty();
  }

  @Test
  void fetchedTradesAreCountedRight() {
    scene.fault(4_900, "drop", "trade", "");
    fetched();
    assertThat(findings(20_000)).isEmpty();
  }

  @Test
  void tradesThatWereNotLostAreNotAnnounced() {
    scene.fault(4_900, "drop", "trade", "").trades(1, 9);
    scene.status(7_000, "trade", "gap", ids(4, 7, "\"lost_count\":2"));
    scene.status(
        7_300,
        "trade",
        "recovered",
        RECOVERED + ids(4, 7, "\"lost_count\":2,\"backfilled_count\":0"));
    assertThat(findings(20_000)).containsExactly(Map.entry(FindingKind.FALSE_ANNOUNCEMENT, 2L));
  }

  @Test
  void aTradeLostForGoodMayBeMissingAndNoOther() {
    scene.fault(4_900, "drop", "trade", "").trades(1, 4).trades(8, 9);
    scene.status(8_000, "trade", "gap", ids(4, 8, "\"lost_count\":3"));
    scene.trade(5, 8_200, true);
    scene.status(
        8_300,
        "trade",
        "recovered",
        RECOVERED + ids(4, 8, "\"lost_count\":2,\"backfilled_count\":1"));
    VerifierReport report = scene.report(20_000);
    // Trade 5 comes after 8 and 9 here, which is another finding.
    assertThat(report.findings()).containsExactly(Map.entry(FindingKind.BACKWARD_TRADE, 1L));
    assertThat(report.announcedTrades()).isEqualTo(2);
  }

  @Test
  void moreMissingThanToldAreLost() {
    scene.fault(4_900, "drop", "trade", "").trades(1, 4).trades(8, 9);
    scene.status(8_000, "trade", "gap", ids(4, 8, "\"lost_count\":3"));
    scene.status(
        8_300,
        "trade",
        "recovered",
        RECOVERED + ids(4, 8, "\"lost_count\":1,\"backfilled_count\":2"));
    assertThat(findings(20_000))
        .containsExactly(
            Map.entry(FindingKind.LOST_TRADE, 2L), Map.entry(FindingKind.WRONG_COUNT, 1L));
  }

  @Test
  void aLossSaidToBeFetchedExcusesNothing() {
    scene.fault(4_900, "drop", "trade", "").trades(1, 4).trade(5, 7_000, true).trades(7, 9);
    scene.status(7_000, "trade", "gap", ids(4, 7, "\"lost_count\":2"));
    scene.status(
        7_300,
        "trade",
        "recovered",
        RECOVERED + ids(4, 7, "\"lost_count\":0,\"backfilled_count\":2"));
    assertThat(findings(20_000))
        .containsExactly(
            Map.entry(FindingKind.LOST_TRADE, 1L), Map.entry(FindingKind.WRONG_COUNT, 1L));
  }

  @Test
  void countsThatDoNotAddUpAreWrong() {
    scene.fault(4_900, "drop", "trade", "").trades(1, 4);
    scene.status(7_000, "trade", "gap", ids(4, 7, "\"lost_count\":3"));
    scene.trade(5, 7_200, true).trade(6, 7_200, true).trades(7, 9);
    scene.status(
        7_300,
        "trade",
        "recovered",
        RECOVERED + ids(4, 7, "\"lost_count\":0,\"backfilled_count\":2"));
    assertThat(findings(20_000)).containsExactly(Map.entry(FindingKind.WRONG_COUNT, 2L));
  }

  @Test
  void anEndWithoutItsGapIsUnpaired() {
    scene.fault(4_900, "drop", "trade", "");
    fetched();
    scene.status(
        8_300,
        "trade",
        "recovered",
        RECOVERED + ids(4, 8, "\"lost_count\":0,\"backfilled_count\":0"));
    assertThat(findings(20_000)).containsExactly(Map.entry(FindingKind.UNPAIRED_ANNOUNCEMENT, 1L));
  }
}
