// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.QuoteSuffixes;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.Venue.InstrumentList;
import io.marketprism.sources.venue.binance.BinanceExchangeInfo;
import io.marketprism.sources.venue.binance.BinanceExchangeInfo.Listed;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Binance spot's instruments: every listed pair that trades (rest-api.md, "Exchange information").
 */
final class BinanceSpotInstruments implements BinanceExchangeInfo.Market {
  static final BinanceSpotInstruments INSTANCE = new BinanceSpotInstruments();

  private static final int WEIGHT = 20;

  private BinanceSpotInstruments() {}

  static RestCall call(Set<String> symbols) {
    if (symbols.isEmpty()) {
      return new RestCall("/api/v3/exchangeInfo", Map.of(), WEIGHT);
    }
    String list =
        new TreeSet<>(symbols)
            .stream().map(symbol -> '"' + symbol + '"').collect(Collectors.joining(",", "[", "]"));
    return new RestCall("/api/v3/exchangeInfo", Map.of("symbols", list), WEIGHT);
  }

  static InstrumentList read(byte[] body) throws FrameException {
    return BinanceExchangeInfo.read(body, INSTANCE);
  }

  static Instrument bySuffix(String symbol) {
    String normalized = QuoteSuffixes.split(symbol);
    return normalized == null
        ? null
        : Instrument.spot(BinanceSpotVenue.EXCHANGE, normalized, symbol);
  }

  @Override
  public String rejection(Listed listed) {
    return null;
  }

  @Override
  public Instrument instrument(String symbol, Listed listed) {
    return Instrument.spot(BinanceSpotVenue.EXCHANGE, symbol, listed.nativeId());
  }
}
