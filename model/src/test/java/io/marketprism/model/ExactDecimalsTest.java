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

class ExactDecimalsTest {
  private static final Pattern GRAMMAR =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

  @ParameterizedTest
  @CsvSource({
    "0.0000182221218054, 0.0000182221218054",
    "61737.63000000, 61737.63",
    "100, 100",
    "2.2e3, 2200",
    "1E-8, 0.00000001",
    "-0.0, 0",
    "0E-300, 0",
    "-12.50, -12.5",
    "007, 7",
    "1e40, 10000000000000000000000000000000000000000",
    "1e-40, 0.0000000000000000000000000000000000000001",
    "9999999999999999999999999999999999, 9999999999999999999999999999999999",
    "0.9999999999999999999999999999999999, 0.9999999999999999999999999999999999",
    "99999999999999999999999999999999990000, 99999999999999999999999999999999990000",
  })
  void readsAVenuesNumberAtTheSmallestScale(String text, String plain)
      throws MalformedDecimalException {
    BigDecimal value = Decimals.exact(text);
    assertThat(value).isEqualTo(new BigDecimal(plain));
    assertThat(Decimals.toPlainString(value)).isEqualTo(plain);
    assertThat(Decimals.exact(new StringBuilder(text))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        ".",
        "1.",
        ".5",
        "+1",
        "--1",
        "1.2.3",
        "1e",
        "1e+",
        "1e1.5",
        "e5",
        "1E0001",
        "1_000",
        "1,000",
        " 1",
        "1 ",
        "0x10",
        "1f",
        "1d",
        "NaN",
        "Infinity",
        "null",
        "١",
        "１",
        "1\n",
        "1\u0000"
      })
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> Decimals.exact(text))
        .isInstanceOf(MalformedDecimalException.class)
        .hasMessageContaining("not a number")
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "99999999999999999999999999999999999, 34 significant",
    "1.0000000000000000000000000000000001, 34 significant",
    "1e41, 40 places",
    "1e999, 40 places",
    "1e-41, 40 places",
    "1e-999, 40 places",
    "0.00000000000000000000000000000000000000001, 40 places",
  })
  void refusesMoreThanItHolds(String text, String why) {
    assertThatThrownBy(() -> Decimals.exact(text))
        .isInstanceOf(MalformedDecimalException.class)
        .hasMessageContaining("more than " + why);
  }

  @Test
  void refusesALongTextWithoutReadingItOrRepeatingAllOfIt() {
    assertThatThrownBy(() -> Decimals.exact("1".repeat(1_000_000)))
        .isInstanceOf(MalformedDecimalException.class)
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(200));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatAScaledLongHoldsIsTheSameNumberBothWays(long seed) throws MalformedDecimalException {
    Random random = new Random(seed);
    DecimalParser parser = new DecimalParser();
    for (int i = 0; i < 30_000; i++) {
      long bound = Decimals.powerOfTen(1 + random.nextInt(18));
      BigDecimal number =
          BigDecimal.valueOf(random.nextLong(-bound + 1, bound), random.nextInt(19));
      String text =
          switch (random.nextInt(3)) {
            case 0 -> number.unscaledValue() + "e-" + number.scale();
            case 1 -> number.movePointLeft(7).toPlainString() + "E+7";
            default -> number.toPlainString();
          };
      parser.parse(text);
      BigDecimal exact = Decimals.exact(text);
      assertThat(exact).as(text).isEqualTo(BigDecimal.valueOf(parser.mantissa(), parser.scale()));
      assertThat(exact).as(text).isEqualByComparingTo(number);
      assertThat(Decimals.exact(Decimals.toPlainString(exact))).isEqualTo(exact);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void acceptsExactlyTheGrammarAndTheRange(long seed) {
    Random random = new Random(seed);
    String alphabet = "0001234567899..-+eE";
    int accepted = 0;
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      char[] text = new char[random.nextInt(9)];
      for (int c = 0; c < text.length; c++) {
        text[c] = alphabet.charAt(random.nextInt(alphabet.length()));
      }
      BigDecimal expected = valueInRange(new String(text));
      BigDecimal actual = read(new String(text));
      if (expected == null) {
        assertThat(actual).as("'%s'", new String(text)).isNull();
        refused++;
      } else {
        assertThat(actual).as("'%s'", new String(text)).isEqualByComparingTo(expected);
        assertThat(actual.scale()).isBetween(0, Decimals.MAX_EXACT_SCALE);
        accepted++;
      }
    }
    assertThat(accepted).isGreaterThan(5_000);
    assertThat(refused).isGreaterThan(5_000);
  }

  private static BigDecimal read(String text) {
    try {
      return Decimals.exact(text);
    } catch (MalformedDecimalException e) {
      return null;
    }
  }

  private static BigDecimal valueInRange(String text) {
    if (!GRAMMAR.matcher(text).matches()) {
      return null;
    }
    BigDecimal value = new BigDecimal(text).stripTrailingZeros();
    return value.precision() > 34 || value.scale() > 40 || value.scale() < -40 ? null : value;
  }
}
