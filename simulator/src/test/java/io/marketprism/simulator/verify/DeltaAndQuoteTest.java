// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published deltas and quotes, held against the venue's book. */
class DeltaAndQuoteTest {
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

  private Map<FindingKind, Long> findings() {
    return scene.report(10_000).findings();
  }

  private void follow(long fromMs, long toMs) {
    for (long ms = fromMs; ms <= toMs; ms += 100) {
      scene.delta(ms - 100, ms, 100);
    }
  }

  @Test
  void aChainFromASnapshotOnIsTrue() {
    scene.delta(100, 200, 100).deltaSnapshot(300, 100);
    follow(400, 2_000);
    scene.deltaSnapshot(2_100, 163);
    assertThat(findings()).isEmpty();
    assertThat(scene.report(10_000).deltas()).isEqualTo(20);
  }

  @Test
  void aDeltaThatWasLeftOutBreaksTheChain() {
    scene.deltaSnapshot(300, 100);
    follow(400, 600);
    follow(800, 900);
    assertThat(findings()).containsExactly(Map.entry(FindingKind.BROKEN_CHAIN, 1L));
  }

  @Test
  void aChainMayBreakWhileAProcessIsAway() {
    scene.deltaSnapshot(300, 100);
    follow(400, 600);
    follow(800, 900);
    scene.process(500, "nats-outage", 700);
    assertThat(findings()).isEmpty();
  }

  @Test
  void anotherSyncIdWithoutASnapshotBreaksTheChain() {
    scene.deltaSnapshot(300, 100).delta(300, 400, 112);
    assertThat(findings()).containsExactly(Map.entry(FindingKind.BROKEN_CHAIN, 1L));
  }

  @Test
  void aSnapshotThatGoesBackIsFound() {
    scene.deltaSnapshot(300, 100).delta(300, 400, 100).deltaSnapshot(300, 100);
    assertThat(findings()).containsExactly(Map.entry(FindingKind.BROKEN_CHAIN, 1L));
  }

  @Test
  void aLevelThatTheVenueDidNotHaveIsFound() {
    scene
        .deltaSnapshot(300, 100)
        .delta("delta", Scene.id(300), 400, 100, "[[\"9.4\",\"7\"]]", "[]");
    assertThat(findings()).containsExactly(Map.entry(FindingKind.WRONG_DELTA, 1L));
  }

  @Test
  void aChangeThatIsMissingIsFoundInTheBookOfAReader() {
    scene.deltaSnapshot(300, 100).delta("delta", Scene.id(300), 400, 100, "[]", "[]");
    assertThat(findings()).containsExactly(Map.entry(FindingKind.WRONG_DELTA, 1L));
    assertThat(scene.report(10_000).examples()).singleElement().asString().contains("reader");
  }

  @Test
  void quotesAreTheTopOfTheBook() {
    scene.quote(300, 100).quote(500, 100);
    assertThat(findings()).isEmpty();
    scene.quote(600, 100, "1", "9");
    assertThat(findings()).containsExactly(Map.entry(FindingKind.WRONG_QUOTE, 1L));
  }

  @Test
  void quotesDoNotGoBackWithinASyncId() {
    scene.quote(500, 100).quote(300, 101);
    assertThat(findings()).isEmpty();
    scene.quote(200, 101);
    assertThat(findings()).containsExactly(Map.entry(FindingKind.BACKWARD_BOOK, 1L));
  }
}
