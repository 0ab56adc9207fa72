// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.JournalEntry;
import io.marketprism.model.MarketType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalLinesTest {
  private static JournalEntry entry(byte[] payload, long... looks) {
    return new JournalEntry(
        "okx",
        MarketType.PERPETUAL,
        "okx-swap-trade-0",
        1_700_000_000_000L,
        1,
        1_700_000_000_001L,
        12,
        JournalEntry.Kind.TEXT,
        2,
        payload,
        null,
        looks);
  }

  private static String line(JournalEntry... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JournalLines.Writer writer = new JournalLines().writer(out)) {
      for (JournalEntry entry : entries) {
        writer.write(entry);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JournalEntry read(String line) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return JournalLines.read(bytes, 0, bytes.length);
  }

  @Test
  void aFrameStandsThereAsItCame() throws IOException {
    assertThat(line(entry("{\"arg\":\"ü\"}".getBytes(StandardCharsets.UTF_8), 1, 0, -5)))
        .isEqualTo(
            """
            {"feed":"okx-swap-trade-0","exchange":"okx","market":"perpetual","run":1700000000000,"n":1,\
            "ts":1700000000001,"ns":12,"kind":"text","id":2,"looks":[1,0,-5],\
            "data":"{\\"arg\\":\\"ü\\"}"}
            """);
  }

  @Test
  void anyBytesComeBack() throws IOException {
    Random random = new Random(5);
    for (int n = 0; n < 2_000; n++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      JournalEntry entry = entry(n % 2 == 0 ? bytes : text(bytes), bytes.length);
      String line = line(entry);
      assertThat(line).containsOnlyOnce("\n").endsWith("}\n");
      assertThat(read(line)).isEqualTo(entry);
    }
  }

  private static byte[] text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void eachEntryIsALine() throws IOException {
    assertThat(line(entry(null), entry(new byte[0])).lines()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"feed\":\"a\"}",
        "{\"feed\":\"a\",\"exchange\":\"b\",\"market\":\"spot\",\"n\":1,\"kind\":\"song\"}",
        "{\"feed\":\"a\",\"exchange\":\"b\",\"market\":\"moon\",\"n\":1,\"kind\":\"text\"}",
        "{\"feed\":\"a\",\"exchange\":\"b\",\"market\":\"spot\",\"n\":\"x\",\"kind\":\"text\"}",
      })
  void whatIsNoEntryIsRefused(String line) {
    assertThatThrownBy(() -> read(line)).isInstanceOf(IOException.class);
  }
}
