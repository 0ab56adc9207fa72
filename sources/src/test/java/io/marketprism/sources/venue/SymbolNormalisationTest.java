// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.Instrument;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wire contract 3: base and quote come from the venue's own list, by rule only without it. */
class SymbolNormalisationTest {
  private static final List<String> QUOTES =
      List.of("USDT", "USD", "USDC", "TUSD", "FDUSD", "BTC", "ETH", "BNB", "EUR", "TRY", "DAI");
  private static final List<String> ENDINGS =
      List.of("", "T", "F", "FD", "USD", "B", "1000", "BTC");

  /** A pair of assets whose joined name can be split in several ways. */
  private static String[] pair(Random random) {
    StringBuilder base = new StringBuilder();
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      base.append((char) ('A' + random.nextInt(26)));
    }
    base.append(ENDINGS.get(random.nextInt(ENDINGS.size())));
    return new String[] {base.toString(), QUOTES.get(random.nextInt(QUOTES.size()))};
  }

  private static Instrument listed(String venue, String json, String name) throws Exception {
    return Venues.of(venue)
        .instruments(json.getBytes(StandardCharsets.UTF_8))
        .instruments()
        .get(name);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void listedPairIsSplitAsItsVenueSaysHoweverItsNameCouldBeRead(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      String[] pair = pair(random);
      String symbol = pair[0] + '-' + pair[1];
      String joined = pair[0] + pair[1];
      String binance =
          """
          {"symbols":[{"symbol":"%s","pair":"%s","contractType":"PERPETUAL","status":"TRADING",\
          "baseAsset":"%s","quoteAsset":"%s"}]}"""
              .formatted(joined, joined, pair[0], pair[1]);
      assertThat(listed("binance_spot", binance, joined).symbol()).isEqualTo(symbol);
      assertThat(listed("binance_derivatives", binance, joined).symbol()).isEqualTo(symbol);
      String spot =
          """
          {"code":"0","msg":"","data":[{"instType":"SPOT","instId":"%s","baseCcy":"%s",\
          "quoteCcy":"%s","state":"live"}]}"""
              .formatted(symbol, pair[0], pair[1]);
      assertThat(listed("okx_spot", spot, symbol).symbol()).isEqualTo(symbol);
      String swap =
          """
          {"code":"0","msg":"","data":[{"instType":"SWAP","instId":"%s-SWAP","instFamily":"%s",\
          "uly":"%s","ctVal":"0.01","ctMult":"1","ctValCcy":"%s","ctType":"linear","state":"live"}]}"""
              .formatted(symbol, symbol, symbol, pair[0]);
      assertThat(listed("okx_derivatives", swap, symbol + "-SWAP").symbol()).isEqualTo(symbol);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void twoPairsNeverBecomeOneSymbol(long seed) {
    Random random = new Random(seed);
    Set<String> natives = new HashSet<>();
    Set<String> symbols = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      String[] pair = pair(random);
      String joined = pair[0] + pair[1];
      Instrument instrument = Venues.of("binance_spot").bySuffix(joined);
      if (natives.add(joined) && instrument != null) {
        assertThat(instrument.symbol().replace("-", "")).isEqualTo(joined);
        assertThat(symbols.add(instrument.symbol())).as(joined).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "binance_spot,BTCUSDT,BTC-USDT",
    "binance_spot,BTCTUSD,BTC-TUSD",
    "binance_spot,BTCFDUSD,BTC-FDUSD",
    "binance_spot,ETHUSDC,ETH-USDC",
    "binance_spot,USDCUSDT,USDC-USDT",
    "binance_derivatives,1000PEPEUSDT,1000PEPE-USDT",
    "okx_spot,BTC-USDT,BTC-USDT",
    "okx_derivatives,BTC-USDT-SWAP,BTC-USDT",
    "okx_derivatives,BTC-USD-SWAP,BTC-USD",
    "deribit_derivatives,BTC,BTC",
  })
  void namesAloneAreReadAsTheContractSays(String venue, String name, String symbol) {
    assertThat(Venues.of(venue).bySuffix(name).symbol()).isEqualTo(symbol);
  }

  @ParameterizedTest
  @CsvSource({
    "binance_derivatives,BTCUSDT_260327",
    "binance_derivatives,BTCUSD_PERP",
    "okx_derivatives,BTC-USDT-260327",
    "okx_spot,BTC-USDT-260327",
  })
  void contractsThatExpireHaveNoSymbol(String venue, String name) {
    assertThat(Venues.of(venue).bySuffix(name)).isNull();
  }
}
