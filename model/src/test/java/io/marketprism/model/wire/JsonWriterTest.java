// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.model.Decimals;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final byte[] A = JsonWriter.name("a");
  private static final byte[] B = JsonWriter.name("b");

  private final JsonWriter json = new JsonWriter();

  @Test
  void writesFieldsWithCommasBetweenThem() {
    json.begin().field(A, "x").field(B, 1).field(A, true).field(B, false).field(A, (String) null);
    assertThat(text()).isEqualTo("{\"a\":\"x\",\"b\":1,\"a\":true,\"b\":false,\"a\":null}");
    assertThat(new String(json.begin().end(), UTF_8)).isEqualTo("{}");
  }

  @Test
  void writesNullForTheNumberThatMeansNone() {
    json.begin().field(A, -1, -1).field(B, 0, -1);
    assertThat(text()).isEqualTo("{\"a\":null,\"b\":0}");
  }

  @Test
  void goesOnFromAPreparedBeginning() {
    byte[] prepared = json.begin().field(A, "x").prefix();
    for (int i = 0; i < 3; i++) {
      json.begin(prepared).field(B, i);
      assertThat(text()).isEqualTo("{\"a\":\"x\",\"b\":" + i + '}');
    }
  }

  @Test
  void theResultIsACopy() {
    byte[] first = json.begin().field(A, 1).end();
    json.begin().field(B, 2).end();
    assertThat(new String(first, UTF_8)).isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "a\"b|a\\\"b",
        "a\\b|a\\\\b",
        "a/b|a/b",
        "it's|it's",
      })
  void escapesWhatJsonDemands(String value, String written) {
    json.begin().field(A, value);
    assertThat(text()).isEqualTo("{\"a\":\"" + written + "\"}");
  }

  @Test
  void escapesControlCharactersAndLeavesTheRestInUtf8() {
    json.begin().field(A, "\n\t\u0000\u001f\u007f é币😀\u2028");
    assertThat(text()).isEqualTo("{\"a\":\"\\u000a\\u0009\\u0000\\u001f\\u007f é币😀\u2028\"}");
  }

  @Test
  void everyCharacterSurvivesAReader() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= 0xFFFF; c++) {
      if (!Character.isSurrogate((char) c)) {
        all.append((char) c);
      }
    }
    all.appendCodePoint(0x1F600).appendCodePoint(0x10FFFF);
    json.begin().field(A, all.toString()).field(B, 1);
    JsonNode read = JACKSON.readTree(json.end());
    assertThat(read.get("a").textValue()).isEqualTo(all.toString());
    assertThat(read.get("b").intValue()).isEqualTo(1);
  }

  @Test
  void halfACharacterStillGivesLegalJson() throws IOException {
    json.begin().field(A, "x\uD83D").field(B, "\uDE00y");
    JsonNode read = JACKSON.readTree(json.end());
    assertThat(read.get("a").textValue()).isEqualTo("x?");
    assertThat(read.get("b").textValue()).isEqualTo("?y");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void textOfEveryLengthFitsTheBuffer(long seed) throws IOException {
    Random random = new Random(seed);
    String alphabet = "abc\"\\\né币\u0001";
    for (int length = 0; length < 3_000; length += 1 + random.nextInt(40)) {
      StringBuilder value = new StringBuilder();
      for (int i = 0; i < length; i++) {
        value.append(alphabet.charAt(random.nextInt(i < length / 2 ? 3 : alphabet.length())));
      }
      JsonNode read = JACKSON.readTree(new JsonWriter().begin().field(A, value.toString()).end());
      assertThat(read.get("a").textValue()).isEqualTo(value.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        -1,
        9,
        10,
        -10,
        99,
        100,
        1_786_613_174_873L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1
      })
  void writesEveryLong(long value) {
    json.begin().field(A, value);
    assertThat(text()).isEqualTo("{\"a\":" + value + '}');
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void writesRandomLongs(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      writesEveryLong(random.nextLong() >> random.nextInt(64));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, 18, 0",
    "6370400000000, 8, 63704",
    "1, 8, 0.00000001",
    "-1, 8, -0.00000001",
    "10, 1, 1",
    "100, 0, 100",
    "123456789012345678, 18, 0.123456789012345678",
    "-123456789012345678, 17, -1.23456789012345678",
    "9223372036854775807, 18, 9.223372036854775807",
    "9223372036854775807, 0, 9223372036854775807",
    "-9223372036854775808, 0, -9223372036854775808",
    "-9223372036854775808, 18, -9.223372036854775808",
    "1, 18, 0.000000000000000001",
  })
  void writesPlainDecimals(long mantissa, int scale, String written) {
    json.begin().decimal(A, mantissa, scale);
    assertThat(text()).isEqualTo("{\"a\":\"" + written + "\"}");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void writesDecimalsAsBigDecimalDoesWithoutTrailingZeros(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      long unit = Decimals.powerOfTen(random.nextInt(8));
      long mantissa = (random.nextLong() >> random.nextInt(64)) / unit * unit;
      int scale = random.nextInt(19);
      BigDecimal exact = BigDecimal.valueOf(mantissa, scale);
      String expected = exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
      json.begin().decimal(A, mantissa, scale);
      assertThat(text()).isEqualTo("{\"a\":\"" + expected + "\"}");
    }
  }

  @Test
  void writesBytesAsTextOrInBase64() {
    json.begin()
        .bytes(A, "{\"x\":1}".getBytes(UTF_8), true)
        .bytes(B, new byte[] {(byte) 0xFF, 0, 1}, false);
    assertThat(text()).isEqualTo("{\"a\":\"{\\\"x\\\":1}\",\"b\":\"/wAB\"}");
  }

  private String text() {
    return new String(json.end(), UTF_8);
  }
}
