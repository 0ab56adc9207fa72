// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  @ParameterizedTest
  @CsvSource({"0,0s", "59,59s", "60,1m 00s", "3599,59m 59s", "3600,1h 00m", "90000,1d 01h"})
  void durationsHaveTwoUnitsAtMost(long seconds, String text) {
    assertThat(Wording.duration(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0,0.0s", "9.94,9.9s", "10.4,10s", "75,1m 15s", "NaN,-"})
  void agesAreExactWhileTheyAreSmall(double seconds, String text) {
    assertThat(Wording.age(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 kB", "1258291,1.2 MB", "3221225472,3.0 GB"})
  void bytesAreInTheLargestUnit(long bytes, String text) {
    assertThat(Wording.bytes(bytes)).isEqualTo(text);
  }
}
