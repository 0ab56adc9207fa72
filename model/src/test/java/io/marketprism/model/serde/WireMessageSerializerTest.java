// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.wire.WireMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class WireMessageSerializerTest {

  @Test
  void keepsFlinksContractForEveryKindOfMessage() throws IOException, ClassNotFoundException {
    List<WireMessage> messages = new ArrayList<>();
    for (WireMessage.Kind kind : WireMessage.Kind.values()) {
      byte[] payload = new byte[1 + kind.code() * 1_000];
      Arrays.fill(payload, (byte) -kind.code());
      String subject = kind.token() + ".binance.spot.BTC-USDT";
      messages.add(new WireMessage(kind, subject, null, payload));
      messages.add(new WireMessage(kind, subject, kind.token() + ":1", payload));
    }
    messages.add(new WireMessage(WireMessage.Kind.HEALTH, "health.collector.a", "", new byte[0]));
    messages.add(
        new WireMessage(WireMessage.Kind.ORDERBOOK, "orderbook.x", null, new byte[900_000]));
    new SerializerContract<>(
            ModelTypes.WIRE_MESSAGE,
            messages,
            (actual, expected) -> assertThat(actual).isEqualTo(expected))
        .verify();
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    WireMessageSerializer serializer = new WireMessageSerializer();
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(
        new WireMessage(WireMessage.Kind.TRADE, "trade.a", "trade:1", new byte[200]), out);
    byte[] bytes = out.getCopyOfBuffer();
    for (int length = 0; length < bytes.length; length++) {
      DataInputDeserializer in = new DataInputDeserializer(Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> serializer.deserialize(in)).isInstanceOf(IOException.class);
    }
  }
}
