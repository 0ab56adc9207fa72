// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  @Test
  void secondsAreUnderstood() {
    assertThat(RetryAfter.parse(" 30 ")).contains(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse("0")).contains(Duration.ZERO);
    assertThat(RetryAfter.parse("2592000")).contains(Duration.ofDays(30));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {"-1", "1.5", "2592001", "99999999999999999999", "Wed, 21 Oct 2026 07:28:00 GMT"})
  void anythingElseCountsAsAbsent(String header) {
    assertThat(RetryAfter.parse(header)).isEmpty();
  }
}
