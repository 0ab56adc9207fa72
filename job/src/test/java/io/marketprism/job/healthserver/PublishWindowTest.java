// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishWindowTest {
  private static final long SECOND = 1_000_000_000L;

  private final PublishWindow window = new PublishWindow();

  @Test
  void withoutAttemptThereIsNoRatio() {
    window.add(0, 500, 3);
    assertThat(window.errorRatio()).isNull();
    window.add(2 * SECOND, 500, 3);
    assertThat(window.errorRatio()).isNull();
  }

  @Test
  void failuresOfTheLastMinuteCount() {
    window.add(0, 500, 0);
    window.add(2 * SECOND, 510, 30);
    assertThat(window.errorRatio()).isEqualTo(0.75);
    window.add(63 * SECOND, 510, 30);
    assertThat(window.errorRatio()).isNull();
  }

  @Test
  void counterThatBeganAnewIsNoLoss() {
    window.add(0, 500, 10);
    window.add(2 * SECOND, 0, 0);
    window.add(4 * SECOND, 90, 10);
    assertThat(window.errorRatio()).isEqualTo(0.1);
  }
}
