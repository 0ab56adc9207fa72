// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollScheduleTest {
  private static final long NOW = 1_795_665_619_774L;

  @Test
  void pollsLieOnGridOfTheIntervalThroughTheirPlaceInIt() {
    PollSchedule schedule = new PollSchedule(1_000, 250);
    assertThat(schedule.next(10_000)).isEqualTo(10_250);
    assertThat(schedule.next(10_249)).isEqualTo(10_250);
    assertThat(schedule.next(10_250)).isEqualTo(11_250);
  }

  @Test
  void stallIsNotMadeUpFor() {
    PollSchedule schedule = new PollSchedule(1_000, 0);
    long late = schedule.next(10_000) + 7_400;
    assertThat(schedule.next(late)).isEqualTo(19_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {-5_000_000_001L, -1, 0, 1, 999, 1_000, Long.MAX_VALUE, Long.MIN_VALUE})
  void nextIsAlwaysWithinOneInterval(long place) {
    PollSchedule schedule = new PollSchedule(1_000, place);
    for (long now = NOW; now < NOW + 3_000; now += 17) {
      assertThat(schedule.next(now)).isGreaterThan(now).isLessThanOrEqualTo(now + 1_000);
    }
  }

  @Test
  void placeDependsOnTheNameAloneAndLiesInTheFirstHalfAfterTheStart() {
    long place = PollSchedule.place("okx-perp-funding-0okx.perpetual.BTC-USDT", 60_000, 1_000);
    assertThat(place)
        .isEqualTo(PollSchedule.place("okx-perp-funding-0okx.perpetual.BTC-USDT", 60_000, 1_000));
    for (int n = 0; n < 1_000; n++) {
      assertThat(PollSchedule.place("name" + n, 60_000, 1_000)).isBetween(1_000L, 31_000L);
    }
  }

  @Test
  void thousandInstrumentsAreSpreadOverTheHalfInterval() {
    Set<Long> seconds = new HashSet<>();
    int[] perSecond = new int[30];
    for (int n = 0; n < 1_000; n++) {
      int second = (int) (PollSchedule.place("binance.perpetual.SIM" + n, 60_000, 0) / 1_000);
      seconds.add((long) second);
      perSecond[second]++;
    }
    assertThat(seconds).hasSize(30);
    assertThat(IntStream.of(perSecond).max().orElseThrow()).isLessThan(100);
  }

  @ParameterizedTest
  @CsvSource({"1, 60000", "2, 60000", "10, 60000", "1000, 60000", "1000, 1000", "7, 3"})
  void firstPollsAreApartAndWithinTheInterval(int instruments, long interval) {
    long before = -1;
    for (int n = 0; n < instruments; n++) {
      long delay = PollSchedule.firstDelay(n, instruments, interval);
      assertThat(delay).isBetween(0L, interval).isGreaterThanOrEqualTo(before);
      before = delay;
    }
    assertThat(PollSchedule.firstDelay(0, instruments, interval)).isZero();
  }
}
