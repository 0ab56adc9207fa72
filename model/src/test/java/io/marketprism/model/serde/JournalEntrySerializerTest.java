// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.JournalEntry;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.MarketType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalEntrySerializerTest {
  private static final byte[] FRAME = "{\"e\":1}".getBytes(StandardCharsets.UTF_8);

  private static JournalEntry entry(JournalEntry.Kind kind, byte[] payload, String detail) {
    return new JournalEntry(
        "binance",
        MarketType.SPOT,
        "binance-spot-book-0",
        1_700_000_000_000L,
        42,
        1_700_000_000_123L,
        -7,
        kind,
        3,
        payload,
        detail,
        new long[] {0, Long.MAX_VALUE, Long.MIN_VALUE});
  }

  private static byte[] bytes(MarketEvent event) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    new MarketEventSerializer().serialize(event, out);
    return out.getCopyOfBuffer();
  }

  private static MarketEvent read(byte[] bytes) throws IOException {
    return new MarketEventSerializer().deserialize(new DataInputDeserializer(bytes));
  }

  @ParameterizedTest
  @EnumSource(JournalEntry.Kind.class)
  void anEntryIsReadAsItWasWritten(JournalEntry.Kind kind) throws IOException {
    assertThat(read(bytes(entry(kind, FRAME, "why")))).isEqualTo(entry(kind, FRAME, "why"));
    assertThat(read(bytes(entry(kind, null, null)))).isEqualTo(entry(kind, null, null));
  }

  @Test
  void whatIsCutOffIsRefused() throws IOException {
    byte[] whole = bytes(entry(JournalEntry.Kind.TEXT, FRAME, null));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }
  }
}
