// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.VenueSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Settings and instruments for plans; nothing answers at the addresses. */
final class Plans {
  static final Instrument BTC = perpetual("BTC");
  static final Instrument ETH = perpetual("ETH");
  static final Instrument SOL = perpetual("SOL");

  private Plans() {}

  static Instrument perpetual(String base) {
    return new Instrument(
        "binance", MarketType.PERPETUAL, base + "-USDT", base + "USDT", QuantityUnit.BASE, null);
  }

  static List<Instrument> many(int count) {
    return IntStream.range(0, count).mapToObj(n -> perpetual("S" + (10_000 + n))).toList();
  }

  /** USD-M with so many streams on a connection. */
  static VenueSettings settings(int perConnection, List<String> symbols, DataType... types) {
    return settings("binance_derivatives", false, perConnection, symbols, types);
  }

  static VenueSettings settings(
      String venue,
      boolean suffixFallback,
      int perConnection,
      List<String> symbols,
      DataType... types) {
    return settings(venue, suffixFallback, perConnection, 1, symbols, types);
  }

  /** USD-M with so many connections for the same instruments. */
  static VenueSettings redundant(
      int redundancy, int perConnection, List<String> symbols, DataType... types) {
    return settings("binance_derivatives", false, perConnection, redundancy, symbols, types);
  }

  private static VenueSettings settings(
      String venue,
      boolean suffixFallback,
      int perConnection,
      int redundancy,
      List<String> symbols,
      DataType... types) {
    return new VenueSettings(
        venue,
        new SymbolSelection(symbols),
        List.of(types),
        new VenueSettings.Endpoints("ws://127.0.0.1:1", "http://127.0.0.1:1", ""),
        new VenueSettings.Instruments(suffixFallback, 3_600_000),
        new VenueSettings.Books(false, 100, 1_000, 10_000, 8 << 20, 3_600_000),
        new VenueSettings.Sockets(60_000, 1_000, 1 << 20, perConnection, 0, 0, redundancy),
        50,
        20_000,
        Map.of(),
        Map.of(),
        Map.of());
  }
}
