// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadLetterTextTest {
  private static final String LETTER =
      """
      {"exchange":"binance","market_type":"spot","data_type":"orderbook","reason":"malformed_json",
       "detail":"unexpected end","raw":"%s","raw_encoding":"%s","raw_bytes":12345,
       "connection_id":"binance-spot-book-0","collected_ts_ms":1700000000123}
      """;

  @Test
  void aLetterSaysWhenWhereWhatAndHowTheFrameBegins() {
    assertThat(DeadLetterText.of(LETTER.formatted("{\\\"e\\\":", "utf8"), false))
        .isEqualTo(
            """
            2023-11-14 22:13:20.123Z  binance spot orderbook  malformed_json  binance-spot-book-0
              unexpected end
              12,345 bytes: {"e":\
            """);
  }

  @Test
  void aLongFrameIsCutUnlessItIsWantedWhole() {
    String frame = "x".repeat(1_000);
    assertThat(DeadLetterText.of(LETTER.formatted(frame, "base64"), false))
        .endsWith("base64: " + "x".repeat(200) + " ...");
    assertThat(DeadLetterText.of(LETTER.formatted(frame, "base64"), true)).endsWith(frame);
  }

  @Test
  void aFrameDoesNotSteerTheTerminal() {
    assertThat(DeadLetterText.of(LETTER.formatted("a\\u001b[2Jb\\nc", "utf8"), true))
        .endsWith("a\uFFFD[2Jb\uFFFDc");
  }

  @Test
  void whatIsNoLetterIsShownAsSuch() {
    assertThat(DeadLetterText.of("{nothing", false)).isEqualTo("no dead letter: {nothing");
  }
}
