// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalParserTest {
  private static final Pattern GRAMMAR =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

  private final DecimalParser parser = new DecimalParser();

  @ParameterizedTest
  @CsvSource({
    "61737.63000000, 6173763, 2",
    "0.00000000, 0, 0",
    "1.54698000, 154698, 5",
    "63704, 63704, 0",
    "100, 100, 0",
    "100.0, 100, 0",
    "10.010, 1001, 2",
    "0.1, 1, 1",
    "00.10, 1, 1",
    "007, 7, 0",
    "0, 0, 0",
    "-0, 0, 0",
    "-0.0, 0, 0",
    "-0.00000001, -1, 8",
    "-12.5, -125, 1",
    "0e5, 0, 0",
    "0.0E-300, 0, 0",
    "1E-8, 1, 8",
    "1e8, 100000000, 0",
    "1e+8, 100000000, 0",
    "1.5e1, 15, 0",
    "1.50e1, 15, 0",
    "12.34e1, 1234, 1",
    "1200e-2, 12, 0",
    "1200e-3, 12, 1",
    "10e-19, 1, 18",
    "1e17, 100000000000000000, 0",
    "999999999999999999, 999999999999999999, 0",
    "-999999999999999999, -999999999999999999, 0",
    "0.999999999999999999, 999999999999999999, 18",
    "0.000000000000000001, 1, 18",
    "123456789.987654321000000000000, 123456789987654321, 9",
    "0.10000000000000000000000000000000, 1, 1",
    "000000000000000000000000000000000001, 1, 0",
  })
  void readsAVenuesNumberAtTheSmallestScale(String text, long mantissa, int scale)
      throws MalformedDecimalException {
    parser.parse(text);
    assertThat(parser.mantissa()).isEqualTo(mantissa);
    assertThat(parser.scale()).isEqualTo(scale);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        ".",
        "-.",
        "1.",
        ".5",
        "-.5",
        "1.e3",
        "+1",
        "--1",
        "1-",
        "1.2.3",
        "1e",
        "1e+",
        "1e-",
        "1e1.5",
        "1e1e1",
        "e5",
        ".e5",
        "1E0001",
        "1e9999999999",
        "1_000",
        "1,000",
        "1 ",
        " 1",
        "0x10",
        "1f",
        "1d",
        "NaN",
        "nan",
        "Infinity",
        "-Infinity",
        "null",
        "true",
        "١",
        "１",
        "∞",
        "1\u0000",
        "1\n"
      })
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> parser.parse(text))
        .isInstanceOf(MalformedDecimalException.class)
        .hasMessageContaining("not a number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1000000000000000000",
        "9223372036854775807",
        "9223372036854775808",
        "1234567890123456789",
        "123456789.9876543211",
        "1000000000000000000.1",
        "1.000000000000000001",
        "1e18",
        "1e999",
        "999999999999999999e1",
        "0.0000000000000000001",
        "1e-19",
        "1e-999",
        "100000000000000000000000000000000000000000000000000000000000000000000000000000000001",
        "1000000000000000000000000000000000000000000000000000000000000000000000000000.5",
      })
  void refusesWhatEighteenDigitsCannotHold(String text) {
    assertThatThrownBy(() -> parser.parse(text))
        .isInstanceOf(MalformedDecimalException.class)
        .hasMessageContaining("more than 18");
  }

  @Test
  void namesTheTextButNotAllOfALongOne() {
    assertThatThrownBy(() -> parser.parse("12a"))
        .isInstanceOf(MalformedDecimalException.class)
        .hasMessageContaining("'12a'");
    assertThatThrownBy(() -> parser.parse("x".repeat(100_000)))
        .isInstanceOf(MalformedDecimalException.class)
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(200));
  }

  @Test
  void readsAPartOfABuffer() throws MalformedDecimalException {
    char[] buffer = "[\"61737.63\",\"0.5\"]".toCharArray();
    parser.parse(buffer, 2, 8);
    assertThat(parser.mantissa()).isEqualTo(6173763);
    parser.parse(buffer, 13, 3);
    assertThat(parser.mantissa()).isEqualTo(5);
    assertThat(parser.scale()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readsEveryNumberOfEighteenDigitsAsBigDecimalDoes(long seed)
      throws MalformedDecimalException {
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      String text = writeSomehow(number(random), random);
      BigDecimal expected = new BigDecimal(text).stripTrailingZeros();
      parser.parse(text);
      assertThat(BigDecimal.valueOf(parser.mantissa(), parser.scale()))
          .as(text)
          .isEqualTo(expected.scale() < 0 || expected.signum() == 0 ? plain(expected) : expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void acceptsExactlyTheGrammarAndTheRange(long seed) {
    Random random = new Random(seed);
    String alphabet = "0001234567899..-+eE";
    int accepted = 0;
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      char[] text = new char[random.nextInt(9)];
      for (int c = 0; c < text.length; c++) {
        text[c] = alphabet.charAt(random.nextInt(alphabet.length()));
      }
      String asString = new String(text);
      BigDecimal expected = valueInRange(asString);
      BigDecimal actual = parsed(asString);
      assertThat(actual).as("'%s'", asString).isEqualTo(expected);
      if (expected == null) {
        refused++;
      } else {
        accepted++;
      }
    }
    assertThat(accepted).isGreaterThan(10_000);
    assertThat(refused).isGreaterThan(10_000);
  }

  private BigDecimal parsed(String text) {
    try {
      parser.parse(text);
      return BigDecimal.valueOf(parser.mantissa(), parser.scale());
    } catch (MalformedDecimalException e) {
      return null;
    }
  }

  private static BigDecimal valueInRange(String text) {
    if (!GRAMMAR.matcher(text).matches()) {
      return null;
    }
    BigDecimal value = new BigDecimal(text).stripTrailingZeros();
    if (value.signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (value.scale() > 18 || value.precision() - Math.min(value.scale(), 0) > 18) {
      return null;
    }
    return value.scale() < 0 ? plain(value) : value;
  }

  private static BigDecimal plain(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.setScale(0);
  }

  private static BigDecimal number(Random random) {
    int digits = 1 + random.nextInt(18);
    long bound = Decimals.powerOfTen(digits);
    long mantissa = Math.floorMod(random.nextLong(), bound);
    int scale = random.nextInt(19);
    return BigDecimal.valueOf(random.nextInt(4) == 0 ? -mantissa : mantissa, scale);
  }

  private static String writeSomehow(BigDecimal number, Random random) {
    String plain = number.toPlainString();
    return switch (random.nextInt(5)) {
      case 0 -> plain + (plain.contains(".") ? "" : ".") + "0".repeat(1 + random.nextInt(25));
      case 1 ->
          plain.startsWith("-")
              ? "-" + "0".repeat(random.nextInt(25)) + plain.substring(1)
              : "0".repeat(random.nextInt(25)) + plain;
      case 2 -> number.unscaledValue() + "e-" + number.scale();
      case 3 -> number.movePointLeft(7).toPlainString() + "E+7";
      default -> plain;
    };
  }
}
