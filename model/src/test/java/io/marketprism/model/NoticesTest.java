// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DeadLetter.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is kept of frames that failed, and of what is said about feeds. */
class NoticesTest {

  @Test
  void aDeadLetterKeepsTheBeginningAndTheHashOfTheWholeFrame() {
    byte[] frame = new byte[DeadLetter.MAX_RAW_BYTES + 1];
    Arrays.fill(frame, (byte) 'a');
    DeadLetter letter = letter(frame, "too long");
    assertThat(letter.raw()).hasSize(DeadLetter.MAX_RAW_BYTES);
    assertThat(letter.rawBytes()).isEqualTo(DeadLetter.MAX_RAW_BYTES + 1);
    assertThat(letter.rawSha256())
        .isNotEqualTo(letter(letter.raw(), "too long").rawSha256())
        .matches("[0-9a-f]{64}");
  }

  @Test
  void theHashIsSha256OfTheFrame() {
    assertThat(letter("abc".getBytes(UTF_8), null).rawSha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aDeadLetterOfAPrefixSaysHowLongTheFrameWas() {
    DeadLetter letter =
        DeadLetter.ofPrefix(
            "binance", null, null, Reason.OVERSIZE, null, new byte[] {1, 2}, 9_000_000, "c", 1);
    assertThat(letter.raw()).hasSize(2);
    assertThat(letter.rawBytes()).isEqualTo(9_000_000);
  }

  @Test
  void equalDeadLettersAreEqualInAllTheirParts() {
    byte[] frame = {'x'};
    assertThat(letter(frame, "a")).isEqualTo(letter(frame.clone(), "a"));
    assertThat(letter(frame, "a")).hasSameHashCodeAs(letter(frame.clone(), "a"));
    assertThat(letter(frame, "a")).isNotEqualTo(letter(frame, "b"));
    assertThat(letter(frame, "a"))
        .isNotEqualTo(
            DeadLetter.of("binance", null, null, Reason.BAD_NUMBER, "a", frame, "c-0", 7));
    assertThat(letter(frame, "a"))
        .isNotEqualTo(
            DeadLetter.of(
                "binance",
                MarketType.SPOT,
                DataType.TRADE,
                Reason.BAD_NUMBER,
                "a",
                frame,
                "c-1",
                7));
  }

  @Test
  void theDetailOfADeadLetterIsBoundedInBytes() {
    assertThat(letter(new byte[0], "x".repeat(512)).detail()).hasSize(512);
    assertThat(letter(new byte[0], "x".repeat(100_000)).detail()).isEqualTo("x".repeat(512));
    assertThat(letter(new byte[0], "币".repeat(100_000)).detail()).isEqualTo("币".repeat(170));
  }

  @Test
  void theDetailOfAFeedEventIsBoundedInBytesAndCutBetweenCharacters() {
    assertThat(detail(null)).isNull();
    assertThat(detail("x".repeat(512))).isEqualTo("x".repeat(512));
    assertThat(detail("x".repeat(513))).isEqualTo("x".repeat(512));
    assertThat(detail("é".repeat(300))).isEqualTo("é".repeat(256));
    assertThat(detail("x" + "é".repeat(300))).isEqualTo("x" + "é".repeat(255));
    assertThat(detail("x" + "😀".repeat(200))).isEqualTo("x" + "😀".repeat(127));
    assertThat(detail("币".repeat(171))).isEqualTo("币".repeat(170));
  }

  @Test
  void anEventOfASocketNamesNoInstrument() {
    FeedStatus status =
        FeedStatus.ofSocket("binance", MarketType.SPOT, FeedStatus.Event.CONNECTED)
            .connection("binance-spot-0")
            .at(7);
    assertThat(status.symbol()).isEqualTo("ALL");
    assertThat(status.feed()).isEqualTo("socket");
    assertThat(status.instrumentId()).isNull();
    assertThat(status.lostCount()).isEqualTo(FeedStatus.NONE);
  }

  private static String detail(String text) {
    return FeedStatus.ofSocket("binance", MarketType.SPOT, FeedStatus.Event.GAP)
        .detail(text)
        .at(1)
        .detail();
  }

  private static DeadLetter letter(byte[] frame, String detail) {
    return DeadLetter.of(
        "binance", MarketType.SPOT, DataType.TRADE, Reason.BAD_NUMBER, detail, frame, "c-0", 7);
  }
}
