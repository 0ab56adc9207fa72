// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

  @Test
  void countsDigits() {
    for (int digits = 1; digits <= 18; digits++) {
      long least = digits == 1 ? 0 : Decimals.powerOfTen(digits - 1);
      assertThat(Decimals.digits(least)).isEqualTo(digits);
      assertThat(Decimals.digits(Decimals.powerOfTen(digits) - 1)).isEqualTo(digits);
    }
    assertThat(Decimals.digits(Long.MAX_VALUE)).isEqualTo(19);
  }

  @Test
  void knowsThePowersOfTenThatFitALong() {
    for (int i = 0; i <= Decimals.MAX_SCALE; i++) {
      assertThat(BigInteger.valueOf(Decimals.powerOfTen(i))).isEqualTo(BigInteger.TEN.pow(i));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rescalesExactlyOrNotAtAll(long seed) throws MalformedDecimalException {
    Random random = new Random(seed);
    int overflows = 0;
    for (int i = 0; i < 100_000; i++) {
      long mantissa = random.nextLong() >> random.nextInt(64);
      int from = random.nextInt(19);
      int to = from + random.nextInt(19 - from);
      BigInteger exact = BigInteger.valueOf(mantissa).multiply(BigInteger.TEN.pow(to - from));
      if (exact.bitLength() <= 63) {
        assertThat(Decimals.rescale(mantissa, from, to)).isEqualTo(exact.longValueExact());
      } else {
        overflows++;
        assertThatThrownBy(() -> Decimals.rescale(mantissa, from, to))
            .isInstanceOf(MalformedDecimalException.class)
            .hasMessageContaining(Long.toString(mantissa));
      }
    }
    assertThat(overflows).isGreaterThan(1_000);
  }

  @Test
  void rescalesUpToTheVeryEndsOfALong() throws MalformedDecimalException {
    assertThat(Decimals.rescale(922337203685477580L, 0, 1)).isEqualTo(9223372036854775800L);
    assertThat(Decimals.rescale(-922337203685477580L, 0, 1)).isEqualTo(-9223372036854775800L);
    assertThat(Decimals.rescale(Long.MIN_VALUE, 5, 5)).isEqualTo(Long.MIN_VALUE);
    assertThat(Decimals.rescale(0, 0, 18)).isZero();
    assertThatThrownBy(() -> Decimals.rescale(922337203685477581L, 0, 1))
        .isInstanceOf(MalformedDecimalException.class);
    assertThatThrownBy(() -> Decimals.rescale(-922337203685477581L, 0, 1))
        .isInstanceOf(MalformedDecimalException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "6173763, 2, 61737.63",
    "0, 8, 0",
    "100, 0, 100",
    "100, 2, 1",
    "-5, 1, -0.5",
    "1, 18, 0.000000000000000001",
    "9223372036854775807, 0, 9223372036854775807",
  })
  void printsPlainText(long mantissa, int scale, String text) {
    assertThat(Decimals.toPlainString(mantissa, scale)).isEqualTo(text);
    assertThat(new BigDecimal(text)).isEqualByComparingTo(BigDecimal.valueOf(mantissa, scale));
  }
}
