// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "trade.binance.spot.BTC-USDT", "health.collector.host_1", "$KV.bucket.key"})
  void ordinarySubjectsPass(String subject) {
    assertThatCode(() -> SubjectRules.check(subject)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ".a",
        "a.",
        "a..b",
        "a b",
        "a.b\t",
        "a.*",
        "a.>",
        "a*b",
        "a>b",
        "a.b\r\nPUB x 0",
        "a\u0000b",
        "a\u007fb",
        "a\u00a0b",
        "a\u2003b",
        "a.币安",
        "a.É"
      })
  void whatNatsWouldReadOtherwiseIsRefused(String subject) {
    assertThatThrownBy(() -> SubjectRules.check(subject))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Refused to publish");
  }

  @Test
  void aSubjectLongerThanNatsAdvisesIsRefused() {
    assertThatCode(() -> SubjectRules.check("a".repeat(SubjectRules.MAX_LENGTH)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> SubjectRules.check("a".repeat(SubjectRules.MAX_LENGTH + 1)))
        .hasMessageContaining("255");
  }
}
