// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.impl.Headers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderBlockTest {

  private final HeaderBlock.Encoder encoder = new HeaderBlock.Encoder();

  @Test
  void isTheSameOnTheWireAsTheClientsOwnHeaders() {
    Headers theirs = new Headers().put("MP-Schema", "1");
    assertThat(encoder.encode(Map.of("MP-Schema", "1"), null).getSerialized())
        .isEqualTo(theirs.getSerialized());

    Headers withId = new Headers().put("Nats-Msg-Id", "trade:binance:spot:BTC-USDT:1");
    assertThat(encoder.encode(Map.of(), "trade:binance:spot:BTC-USDT:1").getSerialized())
        .isEqualTo(withId.getSerialized());
  }

  @Test
  void constantHeadersComeBeforeTheId() {
    assertThat(encoder.encode(Map.of("MP-Schema", "1"), "x"))
        .hasToString("NATS/1.0\r\nMP-Schema:1\r\nNats-Msg-Id:x\r\n\r\n");
  }

  @Test
  void anotherMapIsEncodedAnew() {
    encoder.encode(Map.of("A", "1"), null);
    assertThat(encoder.encode(Map.of("A", "2"), null)).hasToString("NATS/1.0\r\nA:2\r\n\r\n");
  }

  @Test
  void nothingToSayIsNoBlock() {
    assertThat(encoder.encode(Map.of(), null)).isNull();
  }

  @Test
  void whatWouldBreakTheLinesIsRefused() {
    assertThatThrownBy(() -> encoder.encode(Map.of(), "a\r\nEvil:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+000D");
    assertThatThrownBy(() -> encoder.encode(Map.of("A", "ü"), null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> encoder.encode(Map.of("A:B", "1"), null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
