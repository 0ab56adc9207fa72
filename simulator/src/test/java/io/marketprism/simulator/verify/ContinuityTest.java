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
import org.junit.jupiter.params.provider.ValueSource;

/** Pauses and new beginnings of books, and ends of sockets: each announced. */
class ContinuityTest {
  private static final Map<FindingKind, Long> UNANNOUNCED = Map.of(FindingKind.UNANNOUNCED_GAP, 1L);
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
  void aPauseThatNobodyAnnouncedIsFound() {
    scene.books(0, 1_000, 100).books(7_000, 8_000, 100);
    assertThat(findings(9_000)).isEqualTo(UNANNOUNCED);
  }

  @Test
  void aShortPauseIsNone() {
    scene.books(0, 1_000, 100).books(6_000, 8_000, 100);
    assertThat(findings(9_000)).isEmpty();
  }

  @Test
  void aBookThatTheVenueDidNotChangeDoesNotPause() {
    // Published late, but all that the venue changed in between is within half a second.
    scene.books(0, 1_000, 100).book(1_500, 100, 8_000);
    assertThat(findings(9_000)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gap", "resync", "stale", "rejected"})
  void anAnnouncementCoversAPause(String event) {
    scene.fault(900, "drop", "orderbook", "").books(0, 1_000, 100);
    scene.status(2_000, "orderbook", event, "").status(6_900, "orderbook", "live", "");
    scene.books(7_000, 8_000, 100);
    assertThat(findings(9_000)).isEmpty();
  }

  @Test
  void anAnnouncementOfAnotherTimeCoversNothing() {
    scene.fault(900, "drop", "orderbook", "").gap(10_000, 10_500);
    scene.books(0, 1_000, 100).books(7_000, 12_000, 100);
    assertThat(findings(13_000)).isEqualTo(UNANNOUNCED);
  }

  @Test
  void aSocketAProcessAndADelistingCoverAPause() {
    scene.closed(1_400, "client").books(0, 1_000, 100).socket(1_500, "disconnected", "silence");
    scene.books(7_000, 8_000, 100).process(8_100, "kill-taskmanager", 8_100);
    scene.books(15_000, 16_000, 100).fault(16_100, "delist", "market", "");
    scene.fault(30_000, "list", "market", "").books(31_000, 32_000, 100);
    assertThat(findings(33_000)).isEmpty();
  }

  @Test
  void aHandOverCoversNoPause() {
    scene.closed(1_400, "client").books(0, 1_000, 100);
    scene.socket(1_300, "rotating", "server_shutdown").socket(1_500, "disconnected", "handed_over");
    scene.books(7_000, 8_000, 100);
    assertThat(findings(9_000)).isEqualTo(UNANNOUNCED);
  }

  @Test
  void heldBackFramesPauseABookWithoutALoss() {
    String until = ",\"until\":\"" + (Scene.BEGIN + 7_000) + "\"";
    scene.fault(1_000, "delay", "orderbook", until);
    scene.books(0, 1_000, 100).books(7_000, 8_000, 100);
    assertThat(findings(9_000)).isEmpty();
  }

  @Test
  void aBookThatEndsWhileOthersGoOnIsFound() {
    scene.books(0, 1_000, 100);
    assertThat(findings(20_000)).as("nobody is published any more").isEmpty();
    scene.other(20_000);
    assertThat(findings(20_000)).containsAllEntriesOf(UNANNOUNCED);
  }

  @Test
  void aLiveBookMayBeReplaced() {
    scene.books(0, 1_000, 100).books(1_100, 2_000, 130);
    assertThat(findings(9_000)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"drop", "truncate", "corrupt"})
  void aNewBeginningAfterALostFrameMustBeAnnounced(String kind) {
    scene.fault(900, kind, "orderbook", "");
    scene.books(0, 1_000, 100).books(1_100, 2_000, 130);
    assertThat(findings(9_000)).isEqualTo(UNANNOUNCED);
    try (Scene announced = new Scene(folder.resolve("announced"))) {
      announced.fault(900, kind, "orderbook", "").gap(1_000, 1_050);
      announced.books(0, 1_000, 100).books(1_100, 2_000, 130);
      assertThat(announced.report(9_000).findings()).isEmpty();
    }
  }

  @Test
  void aNewBeginningWithALowerIdMustBeAnnounced() {
    scene.books(0, 1_000, 100).book(900, 127, 1_100);
    assertThat(findings(9_000)).isEqualTo(UNANNOUNCED);
  }

  @Test
  void eachEndOfASocketIsAnnouncedAndReal() {
    scene.closed(1_000, "server").socket(1_050, "disconnected", "server_close");
    assertThat(findings(60_000)).isEmpty();
    scene.socket(1_060, "disconnected", "server_close");
    assertThat(findings(60_000)).containsExactly(Map.entry(FindingKind.FALSE_ANNOUNCEMENT, 1L));
  }

  @Test
  void aSocketThatAVenueClosesMustBeAnnounced() {
    scene.closed(5_000, "server").closed(6_000, "client");
    assertThat(findings(60_000)).containsExactly(Map.entry(FindingKind.SILENT_DISCONNECT, 1L));
  }

  @Test
  void aHandOverOrADeadProcessExcusesTheSilence() {
    scene.socket(4_000, "rotating", "server_shutdown").closed(5_000, "server");
    assertThat(findings(60_000)).isEmpty();
    scene.closed(90_000, "server").process(89_000, "kill-taskmanager", 89_000);
    assertThat(findings(130_000)).isEmpty();
  }

  @Test
  void aSocketThatTheVenueRefusedNeedsNoOtherCause() {
    scene.refused(1_900).socket(2_000, "disconnected", "rejected");
    assertThat(findings(60_000)).isEmpty();
    scene.socket(45_000, "disconnected", "rejected");
    assertThat(findings(60_000)).containsExactly(Map.entry(FindingKind.FALSE_ANNOUNCEMENT, 1L));
  }

  @Test
  void aSocketThatNeverOpenedHasAFaultAsItsCause() {
    scene.socket(2_000, "disconnected", "rejected");
    assertThat(findings(60_000)).containsExactly(Map.entry(FindingKind.FALSE_ANNOUNCEMENT, 1L));
    try (Scene refused = new Scene(folder.resolve("refused"))) {
      String until = ",\"until\":\"" + (Scene.BEGIN + 5_000) + "\"";
      refused.fault(1_000, "refuse", "socket", until).socket(2_000, "disconnected", "rejected");
      assertThat(refused.report(60_000).findings()).isEmpty();
    }
  }
}
