// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

  @ParameterizedTest
  @CsvSource({
    "nats://a:4222, nats://a:4222",
    "nats://me:pw@a:4222, nats://***@a:4222",
    "nats://token@a, nats://***@a",
    "nats://me:p@w@a, nats://***@a",
    "nats://me:p/w?x#y@a, nats://***@a",
    "me:pw@a, ***@a",
    "me:pw@, ***@",
    "BTCUSDT, BTCUSDT"
  })
  void credentialsAreHidden(String text, String masked) {
    assertThat(Masking.mask(text)).isEqualTo(masked);
  }

  @Test
  void aShownValueIsOneShortLine() {
    assertThat(Masking.shown("a\nb\t\u0007\u2028c")).isEqualTo("a?b???c");
    assertThat(Masking.shown("x".repeat(80))).isEqualTo("x".repeat(80));
    assertThat(Masking.shown("x".repeat(81))).isEqualTo("x".repeat(80) + "… (81 characters)");
  }
}
