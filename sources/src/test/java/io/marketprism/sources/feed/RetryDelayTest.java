// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryDelayTest {
  private final RetryDelay delay = new RetryDelay();

  @Test
  void delaysDoubleFromOneSecondToOneMinute() {
    List<Long> delays = Stream.generate(delay::next).limit(8).toList();
    assertThat(delays)
        .containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L);
    assertThat(delay.failures()).isEqualTo(8);
  }

  @Test
  void successBeginsAnew() {
    delay.next();
    delay.next();
    delay.reset();
    assertThat(delay.failures()).isZero();
    assertThat(delay.next()).isEqualTo(1_000);
  }
}
