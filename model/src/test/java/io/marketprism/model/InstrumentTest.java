// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class InstrumentTest {

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "BTC.USDT",
        ".",
        "*",
        ">",
        "BTC-*",
        "BTC USDT",
        " BTC",
        "BTC\t",
        "BTC\n",
        "\nBTC",
        "BTC\r\n",
        "BTC\u0000",
        "BTC'USDT",
        "BTC\"",
        "BTC\\",
        "BTC/USDT",
        "BTC:USDT",
        "$JS",
        "币安人生",
        "ＢＴＣ",
        "BTC\u200b",
        "É"
      })
  void aNameThatCouldForgeASubjectIsNoInstrument(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Instrument.spot("binance", name, "X"));
    assertThatIllegalArgumentException().isThrownBy(() -> Instrument.spot(name, "BTC-USDT", "X"));
    if (name != null) {
      assertThat(Instrument.isLegalToken(name)).isFalse();
    }
  }

  @Test
  void aNameThatIsTooLongForASubjectIsNoInstrument() {
    assertThat(Instrument.isLegalToken("X".repeat(100))).isTrue();
    for (String name : new String[] {"X".repeat(101), "X".repeat(300)}) {
      assertThat(Instrument.isLegalToken(name)).isFalse();
      assertThatIllegalArgumentException().isThrownBy(() -> Instrument.spot("binance", name, "X"));
    }
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"*", ">", "BTC USDT", "BTC\n", "BTC'USDT", "BTC/USDT", "币安人生"})
  void theVenuesOwnNameMayHoldADotButNothingMore(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Instrument.spot("binance", "BTC-USDT", name))
        .withMessageContaining("instrument id");
    assertThat(Instrument.spot("binance", "BTC-USDT", "BTC.USDT_x-1").nativeId())
        .isEqualTo("BTC.USDT_x-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BTC-USDT", "1000PEPE-USDT", "btc_usdt", "ALL", "-", "0"})
  void plainNamesAreLegal(String name) {
    assertThat(Instrument.isLegalToken(name)).isTrue();
    assertThat(Instrument.spot("binance", name, "X").symbol()).isEqualTo(name);
  }

  @Test
  void theKeyIsTheEndOfTheSubject() {
    Instrument instrument = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
    assertThat(instrument.key()).isEqualTo("binance.spot.BTC-USDT");
    assertThat(instrument.quantityUnit()).isEqualTo(QuantityUnit.BASE);
    assertThat(instrument.contractValue()).isNull();
  }

  @Test
  void marketsUnitsAndContractsTellInstrumentsApart() {
    Instrument spot = Instrument.spot("okx", "BTC-USDT", "BTC-USDT");
    Instrument swap = swap("0.01");
    assertThat(spot).isEqualTo(Instrument.spot("okx", "BTC-USDT", "BTC-USDT"));
    assertThat(spot).hasSameHashCodeAs(Instrument.spot("okx", "BTC-USDT", "BTC-USDT"));
    assertThat(spot).isNotEqualTo(swap);
    assertThat(spot).isNotEqualTo(Instrument.spot("okx", "BTC-USDT", "BTCUSDT"));
    assertThat(swap).isEqualTo(swap("0.01")).isNotEqualTo(swap("0.1")).isNotEqualTo(swap(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0.00", "-1", "1E-2", "1.", ".5", "+1", "1 ", "NaN", "1,5"})
  void aContractHasASizeAboveZeroOrNone(String contractValue) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> swap(contractValue))
        .withMessageContaining("contract value '" + contractValue + "'");
  }

  private static Instrument swap(String contractValue) {
    return new Instrument(
        "okx",
        MarketType.PERPETUAL,
        "BTC-USDT",
        "BTC-USDT-SWAP",
        QuantityUnit.CONTRACTS,
        contractValue);
  }
}
