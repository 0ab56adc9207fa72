// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultRequestTest {
  @Test
  void whatMayBeLeftOutHasAUsualValue() {
    FaultRequest drop =
        FaultRequest.of(Map.of("kind", "drop", "symbol", "BTCUSDT", "feed", "trade"));
    assertThat(drop.kind()).isEqualTo(FaultKind.DROP);
    assertThat(drop.feed()).isEqualTo(FaultFeed.TRADE);
    assertThat(drop.count()).isEqualTo(1);
    assertThat(FaultRequest.of(Map.of("kind", "burst", "symbol", "BTCUSDT")).count())
        .isEqualTo(1_000);
    assertThat(FaultRequest.of(Map.of("kind", "refuse", "millis", "5")).variant())
        .isEqualTo("status");
    assertThat(FaultRequest.of(Map.of("kind", "snapshot-error")).status()).isEqualTo(503);
    assertThat(FaultRequest.of(Map.of("kind", "clock", "millis", "-2000")).millis())
        .isEqualTo(-2_000);
  }

  @Test
  void anUnknownKindIsToldWhichThereAre() {
    assertThatThrownBy(() -> FaultRequest.of(Map.of("kind", "nonsense")))
        .hasMessageContaining("no kind of fault is named nonsense; known are drop, repeat,")
        .hasMessageContaining("half-open");
    assertThatThrownBy(() -> FaultRequest.of(Map.of()))
        .hasMessageContaining("parameter kind is missing; known are drop");
  }

  @Test
  void whatIsMissingOrUnknownIsNamed() {
    assertThatThrownBy(
            () -> FaultRequest.of(Map.of("kind", "delay", "symbol", "BTCUSDT", "count", "2")))
        .hasMessageContaining("kind delay needs [symbol, feed, millis]")
        .hasMessageContaining("missing: [feed, millis], not known: [count]");
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> FaultRequest.of(Map.of("kind", "rest-5xx", "status", "200")))
        .hasMessageContaining("status is '200', must be a whole number from 400 to 599");
    assertThatThrownBy(() -> FaultRequest.of(Map.of("kind", "shutdown", "millis", "-1")))
        .hasMessageContaining("millis is '-1'");
    assertThatThrownBy(
            () -> FaultRequest.of(Map.of("kind", "drop", "symbol", "X", "feed", "ticker")))
        .hasMessageContaining("feed is 'ticker', must be orderbook or trade");
    assertThatThrownBy(
            () -> FaultRequest.of(Map.of("kind", "fail-subscription", "variant", "no")))
        .hasMessageContaining("must be one of error, leave-out, no-answer");
  }
}
