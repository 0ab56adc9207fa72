// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of docs/operations.md, "Under pressure". */
class ShortageTest {
  @ParameterizedTest(name = "{0} {1} % calls for level {2}")
  @CsvSource({
    "BACK_PRESSURE, 50, 0",
    "BACK_PRESSURE, 50.1, 1",
    "BACK_PRESSURE, 80, 1",
    "BACK_PRESSURE, 80.1, 2",
    "BACK_PRESSURE, 100, 2",
    "MEMORY, 80, 0",
    "MEMORY, 80.1, 1",
    "MEMORY, 85.1, 2",
    "MEMORY, 90.1, 3",
    "MEMORY, 95.1, 4",
    "MEMORY, 250, 4",
    "DESCRIPTORS, 70, 0",
    "DESCRIPTORS, 70.1, 1",
    "DESCRIPTORS, 100, 1",
    "LATENCY, 1, 0",
    "LATENCY, 1.1, 3",
    "LATENCY, 100, 3",
  })
  void figuresCallForTheLevelsOfTheTable(Shortage shortage, double percent, int level) {
    assertThat(shortage.level(percent)).isEqualTo(level);
  }

  @Test
  void theWorstShortageDecidesAndIsNamed() {
    Pressure pressure =
        Pressure.of(Shortage.BACK_PRESSURE, 99)
            .and(Shortage.MEMORY, 91)
            .and(Shortage.DESCRIPTORS, 3);

    assertThat(pressure.level()).isEqualTo(3);
    assertThat(pressure.worst()).isEqualTo(Shortage.MEMORY);
    assertThat(pressure.words())
        .isEqualTo("resident memory 91 %, back-pressure 99 %, open descriptors 3 %");
  }

  @Test
  void whatIsNotKnownCallsForNothing() {
    assertThat(Pressure.NONE.level()).isZero();
    assertThat(Pressure.NONE.worst()).isNull();
    assertThat(Pressure.NONE.words()).isEmpty();
  }
}
