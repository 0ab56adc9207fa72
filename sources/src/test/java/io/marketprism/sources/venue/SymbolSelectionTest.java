// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolSelectionTest {

  @ParameterizedTest
  @CsvSource({
    "BTCUSDT, BTCUSDT, true",
    "BTCUSDT, BTCUSDTX, false",
    "BTCUSDT, btcusdt, false",
    "*USDT, BTCUSDT, true",
    "*USDT, USDTBTC, false",
    "BTC*, BTC-USDT-SWAP, true",
    "BTC*SWAP, BTC-USDT-SWAP, true",
    "BTC*SWAP, BTC-USDT, false",
    "*-USDT-*, ETH-USDT-SWAP, true",
    "**, ANY, true",
    "BTC.USDT*, BTCXUSDT, false",
    "[A-Z]*, BTCUSDT, false",
    "all, ANY, true",
  })
  void starStandsForAnyCharactersAndNothingElseIsSpecial(
      String entry, String name, boolean selected) {
    assertThat(new SymbolSelection(List.of(entry)).selects(name)).isEqualTo(selected);
  }

  @Test
  void namesAndPatternsAddUp() {
    SymbolSelection selection = new SymbolSelection(List.of("BTCUSDT", "*FDUSD"));
    assertThat(selection.names()).containsExactly("BTCUSDT");
    assertThat(selection.selects("BTCUSDT")).isTrue();
    assertThat(selection.selects("ETHFDUSD")).isTrue();
    assertThat(selection.selects("ETHUSDT")).isFalse();
    assertThat(selection.isOpen()).isTrue();
    assertThat(selection.isWholeMarket()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "*"})
  void everythingIsTheWholeMarket(String entry) {
    SymbolSelection selection = new SymbolSelection(List.of(entry));
    assertThat(selection.isWholeMarket()).isTrue();
    assertThat(selection.isOpen()).isTrue();
    assertThat(selection.names()).isEmpty();
  }

  @Test
  void namesAloneAreClosed() {
    SymbolSelection selection = new SymbolSelection(List.of("BTCUSDT"));
    assertThat(selection.isOpen()).isFalse();
    assertThat(selection.isWholeMarket()).isFalse();
  }
}
