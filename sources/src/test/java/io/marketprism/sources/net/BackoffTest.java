// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void doublesFromOneSecondToThirtyAndStaysThere() {
    Backoff backoff = new Backoff(fixed(0.5));
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      seconds.add(backoff.next().toSeconds());
    }
    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    assertThat(backoff.attempts()).isEqualTo(8);
  }

  @Test
  void beginsAnewAfterReset() {
    Backoff backoff = new Backoff(fixed(0.5));
    backoff.next();
    backoff.next();
    backoff.reset();
    assertThat(backoff.attempts()).isZero();
    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void scattersByAFifth() {
    Set<Duration> waits = new HashSet<>();
    for (int seed = 0; seed < 1_000; seed++) {
      Duration wait = new Backoff(new Random(seed)).next();
      assertThat(wait).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_200));
      waits.add(wait);
    }
    assertThat(waits).hasSizeGreaterThan(900);
    assertThat(new Backoff(fixed(0)).next()).isEqualTo(Duration.ofMillis(800));
  }

  private static Random fixed(double value) {
    return new Random() {
      private static final long serialVersionUID = 1;

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }
}
