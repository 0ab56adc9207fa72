// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A damaged frame is no JSON in either form, and UTF-8 still. */
class FrameTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static List<Frame> frames() {
    return List.of(
        Frame.of("s@trade", "{}"),
        Frame.of("s@trade", "{\"t\":12,\"p\":\"1.5\"}"),
        Frame.of("币安人生usdt@depth", "{\"s\":\"币安人生USDT\",\"b\":[[\"1\",\"2\"]],\"a\":[]}"),
        Frame.ofWrapped(
            "books:BTC-USDT",
            "{\"arg\":{\"channel\":\"books\"},\"action\":\"update\",\"data\":[{\"asks\":[],"
                + "\"bids\":[[\"8476.97\",\"0\",\"0\",\"0\"]],\"seqId\":123488}]}"),
        Frame.ofWrapped(
            "book.BTC-PERPETUAL.100ms",
            "{\"jsonrpc\":\"2.0\",\"params\":{\"channel\":\"b\",\"data\":{\"change_id\":1,"
                + "\"bids\":[[\"new\",1.0,10]]}}}"));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void aFrameThatIsCutIsNoJsonWithOrWithoutItsWrapper(Frame frame) {
    assertNoJson(frame.cut());
  }

  @ParameterizedTest
  @MethodSource("frames")
  void aGarbledFrameIsNoJsonWithOrWithoutItsWrapper(Frame frame) {
    assertNoJson(frame.garbled());
    assertThat(frame.garbled().bytes()).hasSameSizeAs(frame.bytes());
  }

  @ParameterizedTest
  @MethodSource("frames")
  void damageKeepsTheIdsAndTheOriginal(Frame frame) throws JsonProcessingException {
    Frame known = frame.carrying(7, 9);
    assertThat(known.cut().firstId()).isEqualTo(7);
    assertThat(known.garbled().lastId()).isEqualTo(9);
    JSON.readTree(new String(known.bytes(), StandardCharsets.UTF_8));
  }

  private static void assertNoJson(Frame frame) {
    byte[] bare = Arrays.copyOfRange(frame.bytes(), frame.dataOffset(), frame.dataEnd());
    for (byte[] bytes : List.of(frame.bytes(), bare)) {
      String text = utf8(bytes);
      assertThat(text).isNotBlank();
      assertThatThrownBy(() -> JSON.readTree(text)).isInstanceOf(JsonProcessingException.class);
    }
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError(e);
    }
  }
}
