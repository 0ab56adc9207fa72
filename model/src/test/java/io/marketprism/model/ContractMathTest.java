// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractMathTest {
  private static final Instrument SPOT = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");

  @ParameterizedTest
  @CsvSource({
    "0.01, false, 0.4, 63921, 0.004, 255.684",
    "0.01, false, 13, 26512.4, 0.13, 3446.612",
    "1000000, false, 3, 0.00001234, 3000000, 37.02",
    "100, true, 7, 64000, 0.0109375, 700",
    "1, true, 10, 3, 3.33333333, 10",
    "1, true, 1, 16, 0.0625, 1",
    "10, true, 20, 60000.5, 0.00333331, 200",
  })
  void contractsInBaseUnitsAndTheirWorth(
      String contractValue,
      boolean inverse,
      BigDecimal quantity,
      BigDecimal price,
      BigDecimal base,
      BigDecimal notional) {
    Instrument instrument = contract(contractValue, inverse);
    assertThat(ContractMath.baseQuantity(instrument, quantity, price)).isEqualByComparingTo(base);
    assertThat(ContractMath.notional(instrument, quantity, price)).isEqualByComparingTo(notional);
  }

  @Test
  void anEvenHalfOfTheLastPlaceGoesToTheEvenNeighbour() {
    BigDecimal price = new BigDecimal("1000000000");
    Instrument inverse = contract("1", true);
    assertThat(ContractMath.baseQuantity(inverse, new BigDecimal("25"), price))
        .isEqualByComparingTo("0.00000002");
    assertThat(ContractMath.baseQuantity(inverse, new BigDecimal("35"), price))
        .isEqualByComparingTo("0.00000004");
  }

  @Test
  void whatIsInBaseUnitsStaysAsItIs() {
    BigDecimal quantity = new BigDecimal("0.00009");
    assertThat(ContractMath.baseQuantity(SPOT, quantity, null)).isSameAs(quantity);
    assertThat(ContractMath.notional(SPOT, quantity, new BigDecimal("61837.6")))
        .isEqualByComparingTo("5.565384");
  }

  @Test
  void nothingFollowsFromWhatIsNotKnown() {
    BigDecimal one = BigDecimal.ONE;
    for (boolean inverse : new boolean[] {false, true}) {
      Instrument ofUnknownSize = contract(null, inverse);
      assertThat(ContractMath.baseQuantity(ofUnknownSize, one, one)).isNull();
      assertThat(ContractMath.notional(ofUnknownSize, one, one)).isNull();
      assertThat(ContractMath.baseQuantity(contract("1", inverse), null, one)).isNull();
      assertThat(ContractMath.notional(contract("1", inverse), null, one)).isNull();
    }
    Instrument inverse = contract("1", true);
    assertThat(ContractMath.baseQuantity(inverse, one, null)).isNull();
    assertThat(ContractMath.baseQuantity(inverse, one, BigDecimal.ZERO)).isNull();
    assertThat(ContractMath.notional(inverse, one, null)).isEqualByComparingTo("1");
    Instrument linear = contract("2", false);
    assertThat(ContractMath.baseQuantity(linear, one, null)).isEqualByComparingTo("2");
    assertThat(ContractMath.notional(linear, one, null)).isNull();
    assertThat(ContractMath.notional(SPOT, one, null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void linearIsExactAndInverseIsTheNearestOfEightPlaces(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal value = number(random, 6);
      BigDecimal quantity = number(random, 12);
      BigDecimal price = number(random, 12);
      BigDecimal worth = quantity.multiply(value);
      String size = Decimals.toPlainString(value);

      Instrument linear = contract(size, false);
      assertThat(ContractMath.baseQuantity(linear, quantity, price)).isEqualByComparingTo(worth);
      assertThat(ContractMath.notional(linear, quantity, price))
          .isEqualByComparingTo(worth.multiply(price));

      Instrument inverse = contract(size, true);
      BigDecimal base = ContractMath.baseQuantity(inverse, quantity, price);
      assertThat(base.scale()).isEqualTo(8);
      BigDecimal error = base.multiply(price).subtract(worth).abs();
      BigDecimal halfAPlace = price.multiply(new BigDecimal("0.000000005"));
      assertThat(error).isLessThanOrEqualTo(halfAPlace);
      if (error.compareTo(halfAPlace) == 0) {
        assertThat(base.unscaledValue().mod(BigInteger.TWO)).isEqualTo(BigInteger.ZERO);
      }
      assertThat(ContractMath.notional(inverse, quantity, price)).isEqualByComparingTo(worth);
    }
  }

  private static BigDecimal number(Random random, int digits) {
    return BigDecimal.valueOf(
        1 + random.nextLong(Decimals.powerOfTen(1 + random.nextInt(digits))), random.nextInt(9));
  }

  private static Instrument contract(String contractValue, boolean inverse) {
    return new Instrument(
        "okx",
        MarketType.PERPETUAL,
        "BTC-USDT",
        "BTC-USDT-SWAP",
        QuantityUnit.CONTRACTS,
        contractValue,
        inverse);
  }
}
