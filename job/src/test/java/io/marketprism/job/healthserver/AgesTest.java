// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Ages by the monotonic clock, whatever is done to wall clocks. */
class AgesTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-6);
  private static final long SECOND = 1_000_000_000L;

  private final Ages ages = new Ages();

  @Test
  void timeSeenForTheFirstTimeIsAsOldAsTheWallClockSays() {
    assertThat(ages.age("a", 1_000, 0, 1_007)).isCloseTo(7, EXACT);
  }

  @Test
  void sameTimeGrowsOlderByTheMonotonicClock() {
    ages.age("a", 1_000, 0, 1_001);
    assertThat(ages.age("a", 1_000, 10 * SECOND, 9_999)).isCloseTo(11, EXACT);
    assertThat(ages.age("a", 1_000, 20 * SECOND, 5)).isCloseTo(21, EXACT);
  }

  @Test
  void newTimeIsFreshEvenIfTheClockHereWasSetForward() {
    ages.age("a", 1_000, 0, 1_000);
    assertThat(ages.age("a", 1_002, 2 * SECOND, 4_602)).isCloseTo(2, EXACT);
  }

  @Test
  void clockHereThatIsBehindGivesNoNegativeAge() {
    assertThat(ages.age("a", 1_000, 0, 900)).isZero();
  }

  @Test
  void neverIsAsOldAsItHasBeenSeen() {
    assertThat(ages.age("a", 0, 0, 1_000)).isZero();
    assertThat(ages.age("a", 0, 5 * SECOND, 1_005)).isCloseTo(5, EXACT);
  }

  @Test
  void whatIsGoneIsForgotten() {
    ages.age("a", 1_000, 0, 1_000);
    ages.keepOnly(Set.of("b"));
    assertThat(ages.age("a", 1_000, 9 * SECOND, 1_001)).isCloseTo(1, EXACT);
  }
}
