// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.QuoteSuffixes;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.Venue.InstrumentList;
import io.marketprism.sources.venue.binance.BinanceExchangeInfo;
import io.marketprism.sources.venue.binance.BinanceExchangeInfo.Listed;
import java.util.Map;

/**
 * USD-M's perpetuals (USD-M "Exchange Information"); quantities are in units of the base. Dated
 * futures and whatever else is not a plain perpetual are rejected as {@code unsupported_instrument}
 * (wire contract 3, rule 4).
 */
final class BinanceUsdmInstruments implements BinanceExchangeInfo.Market {
  private static final BinanceUsdmInstruments INSTANCE = new BinanceUsdmInstruments();

  /** The list cannot be asked for by symbol. */
  private static final RestCall CALL = new RestCall("/fapi/v1/exchangeInfo", Map.of(), 1);

  private BinanceUsdmInstruments() {}

  static RestCall call() {
    return CALL;
  }

  static InstrumentList read(byte[] body) throws FrameException {
    return BinanceExchangeInfo.read(body, INSTANCE);
  }

  /** Dated futures end in a date and match no suffix. */
  static Instrument bySuffix(String symbol) {
    String normalized = QuoteSuffixes.split(symbol);
    return normalized == null ? null : perpetual(normalized, symbol);
  }

  @Override
  public String rejection(Listed listed) {
    return "PERPETUAL".equals(listed.contractType()) ? null : "unsupported_instrument";
  }

  @Override
  public Instrument instrument(String symbol, Listed listed) {
    return perpetual(symbol, listed.nativeId());
  }

  private static Instrument perpetual(String symbol, String nativeId) {
    return new Instrument(
        BinanceUsdmVenue.EXCHANGE, MarketType.PERPETUAL, symbol, nativeId, QuantityUnit.BASE, null);
  }
}
