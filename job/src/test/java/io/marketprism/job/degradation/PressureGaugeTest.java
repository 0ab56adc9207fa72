// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.job.process.ProcessFigures;
import io.marketprism.sources.pressure.LevelChange;
import io.marketprism.sources.pressure.ReaderLoad;
import org.junit.jupiter.api.Test;

class PressureGaugeTest {
  private final PressureGauge gauge = new PressureGauge(ProcessFigures.ofThisProcess());

  private static final class Reader implements ReaderLoad {
    long blocked;

    @Override
    public long blockedNanos() {
      return blocked;
    }

    @Override
    public void announce(LevelChange change) {
      throw new AssertionError(change);
    }
  }

  private static double backPressure(Pressure pressure) {
    return pressure.percent().get(Shortage.BACK_PRESSURE);
  }

  @Test
  void backPressureIsThatOfTheMostPressedReader() {
    Reader idle = new Reader();
    Reader pressed = new Reader();
    gauge.add(idle);
    gauge.add(pressed);
    gauge.sample(0);
    pressed.blocked = 600;
    assertThat(backPressure(gauge.sample(1_000))).isEqualTo(60);
    assertThat(gauge.first()).isSameAs(idle);
    gauge.remove(idle);
    assertThat(gauge.first()).isSameAs(pressed);
    gauge.remove(pressed);
    assertThat(gauge.first()).isNull();
    assertThat(backPressure(gauge.sample(2_000))).isZero();
  }

  @Test
  void onePercentOfLateBooksIsAllowed() {
    gauge.sample(0);
    for (int i = 0; i < 99; i++) {
      gauge.delay().published(i % 2 == 0 ? 5_000 : -40);
    }
    gauge.delay().published(5_001);
    assertThat(gauge.sample(1).level()).isZero();
    gauge.delay().published(60_000);
    assertThat(gauge.sample(2).worst()).isEqualTo(Shortage.LATENCY);
  }

  @Test
  void memoryAndDescriptorsAreThoseOfTheProcess() {
    assertThat(gauge.sample(0).percent().get(Shortage.DESCRIPTORS)).isBetween(0.0, 100.0);
    assertThat(gauge.sample(0).percent().get(Shortage.MEMORY)).isPositive();
  }
}
