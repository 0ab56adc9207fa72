// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectPatternsTest {

  @ParameterizedTest
  @CsvSource({
    "a.b, a.b, true",
    "a.b, a.c, false",
    "a.*, a.b, true",
    "a.*, a.b.c, false",
    "a.>, a.b.c, true",
    "a.>, a, false",
    ">, a.b, true",
    "*.b, a.*, true",
    "*.b, a.c, false",
    "a.*.c, a.b.>, true",
    "a.b.*, a.*, false",
    "trade.>, trade.binance.>, true",
    "funding_rate.binance.>, funding_rate.okx.>, false"
  })
  void patternsOverlapWhenOneSubjectMatchesBoth(String one, String other, boolean overlap) {
    assertThat(SubjectPatterns.overlap(one, other)).isEqualTo(overlap);
    assertThat(SubjectPatterns.overlap(other, one)).isEqualTo(overlap);
  }
}
