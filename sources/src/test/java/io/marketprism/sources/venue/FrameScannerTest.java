// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DecimalParser;
import io.marketprism.model.MalformedDecimalException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameScannerTest {
  private static final int ROUNDS = 200_000;

  private final FrameScanner scanner = new FrameScanner();
  private final DecimalParser parser = new DecimalParser();
  private final Random random = new Random(11);

  /** A frame amid other bytes, of which none, some or many follow. */
  private FrameScanner at(String frame) {
    String behind = "0123456789".repeat(random.nextInt(3));
    byte[] bytes = ("12" + frame + behind).getBytes(UTF_8);
    assertThat(scanner.begin(bytes, 2, bytes.length - 2 - behind.length())).isTrue();
    return scanner;
  }

  @Test
  void readsDecimalsAsTheParserDoes() throws MalformedDecimalException {
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = number();
      if (!at('"' + text + "\"}").decimal()) {
        continue;
      }
      parser.parse(text);
      assertThat(scanner.mantissa()).as(text).isEqualTo(parser.mantissa());
      assertThat(scanner.scale()).as(text).isEqualTo(parser.scale());
      assertThat(scanner.peek()).as(text).isEqualTo('}');
      read++;
    }
    assertThat(read).isGreaterThan(ROUNDS / 4);
  }

  /** Digits in all numbers, many zeros among them, sometimes what is no number. */
  private String number() {
    StringBuilder text = new StringBuilder();
    digits(text, random.nextInt(11));
    if (random.nextInt(4) > 0) {
      text.append('.');
      digits(text, random.nextInt(11));
    }
    if (random.nextInt(20) == 0 && text.length() > 0) {
      text.setCharAt(random.nextInt(text.length()), "-+e.x/:\u00e9".charAt(random.nextInt(8)));
    }
    return text.toString();
  }

  private void digits(StringBuilder text, int count) {
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + (random.nextBoolean() ? 0 : random.nextInt(10))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "61737.63000000",
        "0.00000000",
        "0",
        "606.675",
        "999999999999999999",
        "0.00000000000000001",
        "1.0000000000",
        "12345678.12345678"
      })
  void readsWhatVenuesWrite(String text) throws MalformedDecimalException {
    assertThat(at('"' + text + "\"}").decimal()).isTrue();
    parser.parse(text);
    assertThat(scanner.mantissa()).isEqualTo(parser.mantissa());
    assertThat(scanner.scale()).isEqualTo(parser.scale());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "1.",
        ".5",
        "-1",
        "1e3",
        "1 ",
        "1..2",
        "1.2.3",
        "1000000000000000000",
        "1.x",
        "x"
      })
  void leavesToTheParserWhatIsSeldom(String text) {
    assertThat(at('"' + text + "\"}").decimal()).isFalse();
  }

  @Test
  void leavesNumbersWithoutQuotesToTheParser() {
    assertThat(at("1.5}").decimal()).isFalse();
    assertThat(at("\"1.5}").decimal()).isFalse();
    assertThat(at("}").decimal()).isFalse();
  }

  @Test
  void readsWholeNumbers() {
    for (int i = 0; i < ROUNDS; i++) {
      long number = random.nextLong() >>> (5 + random.nextInt(59));
      assertThat(at(number + ",}").integer()).isEqualTo(number);
      assertThat(scanner.skip(',')).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01", "-1", "1000000000000000000", "x", "\"1\""})
  void leavesOtherNumbersToTheParser(String text) {
    assertThat(at(text + '}').integer()).isNegative();
  }

  @Test
  void aTimeHasThirteenDigits() {
    assertThat(at("1723161255208}").millis()).isEqualTo(1_723_161_255_208L);
    assertThat(at("172316125520}").millis()).isNegative();
    assertThat(at("17231612552080}").millis()).isNegative();
    assertThat(at("\"1723161255208\"}").quotedMillis()).isEqualTo(1_723_161_255_208L);
    assertThat(at("\"1723161255208}").quotedMillis()).isNegative();
    assertThat(at("1723161255208}").quotedMillis()).isNegative();
    assertThat(at("\"172\"}").quotedInteger()).isEqualTo(172);
    assertThat(at("172}").quotedInteger()).isNegative();
  }

  @Test
  void aTextIsMadeOnce() {
    String first = at("\"BTCUSDT\",\"ETHUSDT\"}").text();
    assertThat(first).isEqualTo("BTCUSDT");
    assertThat(scanner.skip(',')).isTrue();
    assertThat(scanner.text()).isEqualTo("ETHUSDT");
    assertThat(at("\"BTCUSDT\"}").text()).isSameAs(first);
    assertThat(at('"' + "x".repeat(100) + "\"}").text()).isEqualTo("x".repeat(100));
  }

  @Test
  void textsOfTheSamePlaceDoNotTakeOneAnothersPlace() {
    for (int i = 0; i < 5_000; i++) {
      String text = Integer.toString(random.nextInt(2_000), 36);
      assertThat(at('"' + text + "\"}").text()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a", "\"a\\n\"", "\"\u00e9\"", "\"a\nb\"", "a\"", "7"})
  void leavesOtherTextsToTheParser(String text) {
    assertThat(at(text + '}').text()).isNull();
    assertThat(at(text + '}').skipText()).isFalse();
  }

  @Test
  void namesOfFieldsHaveOneOrTwoCharacters() {
    assertThat(at("\"e\":1}").field()).isEqualTo('e');
    assertThat(scanner.integer()).isOne();
    assertThat(at("\"pu\":1}").field()).isEqualTo(('p' << 8) + 'u');
    for (String other : new String[] {"\"\":1", "\"abc\":1", "\"a\" :1", "\"\\\":1", "a:1", ""}) {
      assertThat(at(other + '}').field()).isEqualTo(FrameScanner.NO_FIELD);
    }
  }

  @Test
  void readsBooleans() {
    assertThat(at("true}").bool()).isTrue();
    assertThat(at("false}").bool()).isFalse();
    assertThat(at("nul}").bool()).isNull();
  }

  @Test
  void aFrameMustEndWithABrace() {
    assertThat(scanner.begin(new byte[0], 0, 0)).isFalse();
    assertThat(scanner.begin("{}1".getBytes(UTF_8), 0, 3)).isFalse();
  }

  @Test
  void tellsTheEnd() {
    assertThat(at("}}").endsWith("}}".getBytes(UTF_8))).isTrue();
    assertThat(scanner.peek()).isEqualTo((char) 0);
    assertThat(scanner.skip('}')).isFalse();
    assertThat(scanner.decimal()).isFalse();
    assertThat(scanner.integer()).isNegative();
    assertThat(scanner.text()).isNull();
    assertThat(scanner.skipScalar()).isFalse();
    assertThat(at("}}}").endsWith("}}".getBytes(UTF_8))).isFalse();
  }
}
