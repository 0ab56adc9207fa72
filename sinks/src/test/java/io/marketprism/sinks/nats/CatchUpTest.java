// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CatchUpTest {
  private static final Instant RESTORE = Instant.parse("2026-11-27T02:31:45Z");
  private static final Instant CHECKPOINT = RESTORE.minusSeconds(20);

  private final CatchUp catchUp = new CatchUp(CHECKPOINT, RESTORE);

  @Test
  void untilItIsOverTheCheckpointCounts() {
    Instant late = RESTORE.plus(CatchUp.LASTS);
    assertThat(catchUp.isOver(late)).isFalse();
    assertThat(catchUp.earliest(RESTORE, late)).isEqualTo(CHECKPOINT);
    assertThat(catchUp.earliest(CHECKPOINT.minusSeconds(1), late))
        .isEqualTo(CHECKPOINT.minusSeconds(1));
  }

  @Test
  void afterItNothingComesAgain() {
    Instant over = RESTORE.plus(CatchUp.LASTS).plusMillis(1);
    assertThat(catchUp.isOver(over)).isTrue();
    assertThat(catchUp.earliest(RESTORE, over)).isEqualTo(RESTORE);
    assertThat(catchUp.confirmedAt(over)).isEqualTo(over);
  }

  @Test
  void failureAfterFailureLooksBackSoFarAndNoFurther() {
    Instant soon = RESTORE.plus(Duration.ofMinutes(5));
    assertThat(catchUp.confirmedAt(soon)).isEqualTo(CHECKPOINT);
    CatchUp second = new CatchUp(CHECKPOINT, soon);
    Instant later = soon.plus(Duration.ofMinutes(9));
    assertThat(second.confirmedAt(later)).isEqualTo(later.minus(CatchUp.LASTS));
  }
}
