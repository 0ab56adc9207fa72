// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

  @Test
  void neverMoreThanTheLimitInAnySpanAndNoWaitWithoutNeed() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int limit = 1 + random.nextInt(6);
      long period = 1_000;
      SlidingWindow window = new SlidingWindow(limit, Duration.ofNanos(period));
      List<Long> taken = new ArrayList<>();
      long now = Long.MAX_VALUE - 5_000; // the clock may wrap around
      for (int i = 0; i < 200; i++) {
        now += random.nextInt(4) == 0 ? random.nextInt(2_000) : 0;
        now += window.waitNanos(now);
        assertThat(window.waitNanos(now)).isZero();
        if (taken.size() >= limit) {
          assertThat(now - taken.get(taken.size() - limit)).isGreaterThanOrEqualTo(period);
        }
        window.take(now);
        taken.add(now);
      }
    }
  }

  @Test
  void saysHowLongToWait() {
    SlidingWindow window = new SlidingWindow(2, Duration.ofNanos(100));
    window.take(0);
    assertThat(window.waitNanos(10)).isZero();
    window.take(10);
    assertThat(window.waitNanos(40)).isEqualTo(60);
    assertThat(window.waitNanos(100)).isZero();
  }
}
