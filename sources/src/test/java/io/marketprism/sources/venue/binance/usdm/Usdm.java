// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.VenueSettings;
import java.util.List;
import java.util.Map;

/** Instruments and settings of tests. */
final class Usdm {
  static final Instrument BTC = perpetual("BTC-USDT", "BTCUSDT");
  static final Instrument ETH = perpetual("ETH-USDT", "ETHUSDT");

  private Usdm() {}

  static Instrument perpetual(String symbol, String nativeId) {
    return new Instrument(
        "binance", MarketType.PERPETUAL, symbol, nativeId, QuantityUnit.BASE, null);
  }

  static VenueSettings settings(Map<String, String> options) {
    return settings("wss://fstream.binance.com", "", List.of("BTCUSDT"), options);
  }

  static VenueSettings settings(
      String ws, String wsApi, List<String> symbols, Map<String, String> options) {
    return new VenueSettings(
        "binance_derivatives",
        new SymbolSelection(symbols),
        List.of(DataType.ORDERBOOK),
        new VenueSettings.Endpoints(ws, "https://fapi.binance.com", wsApi),
        new VenueSettings.Instruments(false, 3_600_000),
        new VenueSettings.Books(true, 100, 1_000, 10_000, 8 << 20, 3_600_000),
        new VenueSettings.Sockets(240_000, 10_000, 1 << 20, 200, 0, 0),
        50,
        20_000,
        Map.of(),
        Map.of(),
        options);
  }
}
