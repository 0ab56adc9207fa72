// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DegradationLadderTest {
  private static final long ENTER = 60_000;
  private static final long LEAVE = 120_000;

  private final DegradationLadder ladder = new DegradationLadder(ENTER, LEAVE, 0);
  private final List<String> changes = new ArrayList<>();
  private long now = 1_000_000;

  /** Pressure that calls for a level, from now on for so many seconds, sampled each second. */
  private void lasts(int level, int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += 1_000;
      int before = ladder.level();
      int after = ladder.sample(calling(level), now);
      if (after != before) {
        changes.add(before + ">" + after + " at " + (now / 1_000 - 1_000));
      }
    }
  }

  private static Pressure calling(int level) {
    int[] memory = {50, 81, 86, 91, 96};
    return Pressure.of(Shortage.MEMORY, memory[level]);
  }

  @Test
  void walksUpWithThePressureAndDownByStepsWithoutIt() {
    lasts(1, 100);
    lasts(2, 100);
    lasts(3, 100);
    lasts(0, 500);

    assertThat(changes)
        .containsExactly(
            "0>1 at 61", "1>2 at 161", "2>3 at 261", "3>2 at 421", "2>1 at 541", "1>0 at 661");
  }

  @Test
  void suddenPressureIsMetAtOnce() {
    lasts(4, 62);

    assertThat(changes).containsExactly("0>4 at 61");
  }

  @Test
  void pressureThatDoesNotLastEntersNothing() {
    lasts(4, 60);
    lasts(0, 1);
    lasts(4, 60);

    assertThat(ladder.level()).isZero();
  }

  @Test
  void pressureThatCallsForMoreCallsForLessToo() {
    lasts(1, 30);
    lasts(3, 31);

    assertThat(changes).containsExactly("0>1 at 61");
    lasts(3, 40);
    assertThat(changes).containsExactly("0>1 at 61", "1>3 at 91");
  }

  @Test
  void levelStaysWhileThePressureStillCallsForItNowAndThen() {
    lasts(2, 61);
    for (int i = 0; i < 10; i++) {
      lasts(1, 110);
      lasts(2, 1);
    }

    assertThat(ladder.level()).isEqualTo(2);
  }

  @Test
  void eachStepDownTakesTheWholeTime() {
    lasts(4, 61);
    lasts(0, 481);

    assertThat(changes)
        .containsExactly("0>4 at 61", "4>3 at 182", "3>2 at 302", "2>1 at 422", "1>0 at 542");
  }

  @Test
  void processThatStoodStillDoesNotCountTheTime() {
    lasts(3, 2);
    now += 3_600_000;
    lasts(3, 1);
    assertThat(ladder.level()).isZero();
    lasts(3, 60);
    assertThat(ladder.level()).isEqualTo(3);
    lasts(0, 2);
    now += 3_600_000;
    lasts(0, 1);
    assertThat(ladder.level()).isEqualTo(3);
  }

  @Test
  void beginsWhereItIsTold() {
    DegradationLadder kept = new DegradationLadder(ENTER, LEAVE, 3);

    assertThat(kept.sample(calling(3), 0)).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DegradationLadder(ENTER, LEAVE, 5))
        .withMessage("level 5, allowed: 0 to 4");
  }

  /** Whatever the pressure does, the rules hold; a plain record of the past is the judge. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void rulesHoldWhateverThePressureDoes(long seed) {
    Random random = new Random(seed);
    List<Integer> calls = new ArrayList<>();
    int changedAt = 0;
    for (int phase = 0; phase < 300; phase++) {
      int call = random.nextInt(5);
      for (int second = random.nextInt(150); second >= 0; second--) {
        int before = ladder.level();
        now += 1_000;
        int after = ladder.sample(calling(call), now);
        calls.add(call);
        if (after > before) {
          assertThat(last(calls, 61)).as("entered").allMatch(past -> past >= after);
          changedAt = calls.size();
        } else if (after < before) {
          assertThat(after).as("one step").isEqualTo(before - 1);
          assertThat(last(calls, 121)).as("left").allMatch(past -> past < before);
          assertThat(calls.size() - changedAt)
              .as("since the last step")
              .isGreaterThanOrEqualTo(120);
          changedAt = calls.size();
        } else if (calls.size() - changedAt >= 122) {
          assertThat(last(calls, 122).stream().allMatch(past -> past < before))
              .as("would have been left")
              .isFalse();
        }
        int held = last(calls, 62).stream().mapToInt(Integer::intValue).min().orElse(0);
        assertThat(calls.size() < 62 || after >= held).as("would have been entered").isTrue();
      }
    }
  }

  private static List<Integer> last(List<Integer> calls, int count) {
    return calls.subList(Math.max(0, calls.size() - count), calls.size());
  }
}
