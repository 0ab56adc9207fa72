// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.truth.TruthBooks;
import io.marketprism.simulator.truth.TruthLog;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientTruthTest {
  @TempDir Path dir;

  @Test
  void logThatWasWaitedForInVainIsStillRead() {
    Path file = dir.resolve("truth.jsonl");
    try (TruthLog log = TruthLog.to(file)) {
      snapshot(log, 10);
      try (TruthBooks books = new TruthBooks(file)) {
        PatientTruth truth = new PatientTruth(books, Duration.ofMillis(1));
        for (int i = 0; i < 5; i++) {
          assertThat(truth.book("A", 11)).isEmpty();
        }
        snapshot(log, 11);
        assertThat(truth.book("A", 11)).isPresent();
      }
    }
  }

  private static void snapshot(TruthLog log, long id) {
    log.snapshot(new BookSnapshot("A", id, List.of(level(1)), List.of(level(2))));
    log.flush();
  }

  private static Level level(long ticks) {
    return new Level(BigDecimal.valueOf(ticks, 2), BigDecimal.ONE);
  }
}
