// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.faultsWith;
import static io.marketprism.job.config.Configurations.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How instruments are written, venue by venue. */
class VenueSymbolsTest {

  @ParameterizedTest
  @CsvSource({
    "BINANCE_SPOT, BTCUSDT",
    "BINANCE_SPOT, 1INCHUSDT",
    "BINANCE_SPOT, BTCFDUSD",
    "BINANCE_SPOT, '*USDT'",
    "BINANCE_DERIVATIVES, 1000PEPEUSDT",
    "BINANCE_DERIVATIVES, '1000*'",
    "OKX_SPOT, BTC-USDT",
    "OKX_SPOT, '*-USDT'",
    "OKX_DERIVATIVES, BTC-USDT-SWAP",
    "OKX_DERIVATIVES, BTC-USD-SWAP",
    "OKX_DERIVATIVES, BTC-USD_UM-SWAP",
    "OKX_DERIVATIVES, '*-USD-SWAP'",
    "DERIBIT_DERIVATIVES, BTC",
    "DERIBIT_DERIVATIVES, 'B*'"
  })
  void namesAndPatternsOfTheVenue(VenueKey venue, String symbol) {
    assertThat(with(venue, "symbols=['" + symbol + "']").exchanges().get(0).symbols())
        .containsExactly(symbol);
  }

  @ParameterizedTest
  @CsvSource({
    "BINANCE_SPOT, btcusdt",
    "BINANCE_SPOT, BTC-USDT",
    "BINANCE_SPOT, B",
    "BINANCE_SPOT, btc*",
    "BINANCE_SPOT, BTCUSDTBTCUSDTBTCUSDTBTCUSDTBTCUSDTBTCUSDT",
    "BINANCE_DERIVATIVES, BTC/USDT",
    "OKX_SPOT, BTCUSDT",
    "OKX_SPOT, BTC-USDT-SWAP",
    "OKX_DERIVATIVES, BTC-USDT",
    "OKX_DERIVATIVES, BTC.USDT*",
    "DERIBIT_DERIVATIVES, BTC_USDC",
    "DERIBIT_DERIVATIVES, BTC-USD"
  })
  void othersAreNotOfTheRightForm(VenueKey venue, String symbol) {
    assertThat(faultsWith(venue, "symbols=['" + symbol + "']"))
        .singleElement()
        .asString()
        .startsWith("exchanges." + venue.key() + ".symbols[0] (--set ")
        .contains("'" + symbol + "' is not of the right form; allowed: ");
  }

  @ParameterizedTest
  @CsvSource({
    "BINANCE_DERIVATIVES, BTCUSDT_260327",
    "BINANCE_DERIVATIVES, BTCUSD_PERP",
    "OKX_SPOT, BTC-USDT-260327",
    "OKX_DERIVATIVES, BTC-USDT-260327",
    "OKX_DERIVATIVES, BTC-USD-260327-50000-C",
    "DERIBIT_DERIVATIVES, BTC-27MAR26",
    "DERIBIT_DERIVATIVES, BTC-5JUN26-70000-P",
    "DERIBIT_DERIVATIVES, SOL_USDC-27MAR26"
  })
  void contractsThatExpireAreUnsupported(VenueKey venue, String symbol) {
    assertThat(faultsWith(venue, "symbols=[" + symbol + "]"))
        .singleElement()
        .asString()
        .contains("'" + symbol + "' is neither a pair nor a perpetual")
        .contains("(unsupported_instrument)");
  }

  @ParameterizedTest
  @EnumSource(VenueKey.class)
  void whatIsNotAsciiIsIllegal(VenueKey venue) {
    assertThat(faultsWith(venue, "symbols=[币安人生USDT]"))
        .singleElement()
        .asString()
        .contains("'币安人生USDT' is not ASCII")
        .contains("(illegal_symbol)");
  }

  @ParameterizedTest
  @EnumSource(VenueKey.class)
  void allStandsForEveryInstrumentAndAlone(VenueKey venue) {
    assertThat(with(venue, "symbols=all").exchanges().get(0).symbols()).containsExactly("all");
    assertThat(with(venue, "symbols=[all]").exchanges().get(0).symbols()).containsExactly("all");
    assertThat(faultsWith(venue, "symbols=[all, 'BTC*']"))
        .singleElement()
        .asString()
        .endsWith("'all' stands for every instrument; keep it or the others");
    assertThat(faultsWith(venue, "symbols=['*']"))
        .singleElement()
        .asString()
        .contains("'*' names nothing (write all)");
  }

  /** The original collector took an empty list for all of them. */
  @ParameterizedTest
  @EnumSource(VenueKey.class)
  void anEmptyListIsNotAll(VenueKey venue) {
    assertThat(faultsWith(venue, "symbols=[]"))
        .singleElement()
        .asString()
        .endsWith("the list is empty; for every instrument write all");
  }

  @Test
  void aNameOfDigitsNeedsQuotes() {
    assertThat(faultsWith(VenueKey.BINANCE_SPOT, "symbols=[1000]"))
        .singleElement()
        .asString()
        .contains("1000 is not text (put it in quotes if it is meant)");
  }

  @Test
  void eachOnce() {
    assertThat(faultsWith(VenueKey.OKX_SPOT, "symbols=[BTC-USDT, ETH-USDT, BTC-USDT]"))
        .containsExactly(
            "exchanges.okx_spot.symbols[2] (--set exchanges.okx_spot.symbols): 'BTC-USDT' is"
                + " already item [0]");
  }
}
