// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RetryDelayTest {
  private static final RandomGenerator MIDDLE =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 0;
        }

        @Override
        public double nextDouble() {
          return 0.5;
        }
      };

  @Test
  void firstIsAtOnceAndThenDelaysDoubleFromOneSecondToOneMinute() {
    RetryDelay delay = RetryDelay.firstAtOnce(MIDDLE);
    List<Long> delays = Stream.generate(delay::next).limit(9).toList();
    assertThat(delays)
        .containsExactly(0L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L);
    assertThat(delay.failures()).isEqualTo(9);
  }

  @Test
  void successBeginsAnew() {
    RetryDelay delay = RetryDelay.firstAtOnce(MIDDLE);
    delay.next();
    delay.next();
    delay.reset();
    assertThat(delay.failures()).isZero();
    assertThat(delay.next()).isZero();
  }

  @RepeatedTest(20)
  void delayAfterFailureIsOneSecondGiveOrTakeAFifth() {
    assertThat(new RetryDelay(new SplittableRandom()).next()).isBetween(800L, 1_200L);
  }

  @RepeatedTest(20)
  void noDelayIsLongerThanOneMinute() {
    RetryDelay delay = new RetryDelay(new SplittableRandom());
    assertThat(Stream.generate(delay::next).limit(12)).allMatch(wait -> wait <= 60_000);
  }
}
