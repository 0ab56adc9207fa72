// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
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

  @Test
  void shortAgesTakeFourCharactersAtMost() {
    assertThat(
            DoubleStream.of(0, 9.94, 9.96, 119, 121, 7_199, 7_201, 172_799, 172_801)
                .mapToObj(Wording::shortAge))
        .containsExactly("0.0s", "9.9s", "10s", "119s", "2m", "119m", "2h", "47h", "2d");
    assertThat(Wording.shortAge(Double.NaN)).isEqualTo("-");
  }

  @Test
  void figuresAreRoundedExactly() {
    assertThat(Wording.rounded(new BigDecimal("82345.15"), 1)).isEqualTo("82,345.2");
    assertThat(Wording.rounded(new BigDecimal("0.1"), 4)).isEqualTo("0.1000");
  }

  @Test
  void coverageNamesThreeSilentSubjectsAndCountsTheRest() {
    List<String> expected =
        List.of(
            ScreenFixture.BOOK.subject(),
            "trade.a.b.1",
            "trade.a.b.2",
            "trade.a.b.3",
            "trade.a.b.4");
    Screen screen =
        ScreenFixture.of(ScreenFixture.RUNNING, 0, expected, List.of(ScreenFixture.BOOK));
    assertThat(Wording.coverage(screen))
        .isEqualTo(
            "1 of 5 subjects had messages, none after 1m 04s:"
                + " trade.a.b.1, trade.a.b.2, trade.a.b.3 and 1 more");
  }
}
