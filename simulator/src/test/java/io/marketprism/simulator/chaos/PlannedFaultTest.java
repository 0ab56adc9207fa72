// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannedFaultTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "12.5 okx drop symbol=BTC-USDT feed=orderbook count=3",
        "0 binance_spot close",
        "120 local stop-taskmanager seconds=30"
      })
  void aLineIsWrittenAsItIsRead(String line) {
    assertThat(PlannedFault.parse(line)).hasToString(line);
  }

  @Test
  void aLineHasATimeATargetAKindAndParameters() {
    PlannedFault fault = PlannedFault.parse("  1.25  deribit delay  symbol=BTC-USDT millis=10 ");
    assertThat(fault.millis()).isEqualTo(1_250);
    assertThat(fault.target()).isEqualTo("deribit");
    assertThat(fault.kind()).isEqualTo("delay");
    assertThat(fault.parameters()).isEqualTo(Map.of("symbol", "BTC-USDT", "millis", "10"));
    assertThat(fault.local()).isFalse();
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> PlannedFault.parse("okx drop"))
        .hasMessageContaining("'okx drop' is no line of a plan");
    assertThatThrownBy(() -> PlannedFault.parse("soon okx drop"))
        .hasMessageContaining("SECONDS TARGET KIND");
    assertThatThrownBy(() -> PlannedFault.parse("1 okx drop symbol"))
        .hasMessageContaining("'symbol' is not of the form key=value");
  }
}
