// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import io.marketprism.simulator.market.Contract;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rows of {@code public/get_instruments}: the market's perpetuals, and of BTC also a dated
 * future and an option.
 */
final class DeribitInstruments {
  private static final long NEVER = 32_503_708_800_000L;
  private static final long EXPIRY = 1_806_048_000_000L;

  private final Market market;

  DeribitInstruments(Market market) {
    this.market = market;
  }

  /** The rows of a currency, {@code any} for all, and of a kind, {@code any} for all. */
  List<String> rows(String currency, String kind) {
    List<String> rows = new ArrayList<>();
    for (Instrument instrument : market.instruments()) {
      Contract contract = instrument.contract().orElseThrow();
      boolean wanted = currency.equals("any") || currency.equals(contract.settleCurrency());
      if (wanted && (kind.equals("any") || kind.equals("future"))) {
        rows.add(
            row(
                instrument.symbol(),
                instrument.base(),
                instrument.quote(),
                contract,
                instrument.tickSize(),
                instrument.stepSize(),
                "future",
                NEVER,
                instrument.trading()));
      }
    }
    if (currency.equals("any") || currency.equals("BTC")) {
      Contract contract = Contract.inverse("10", "BTC", "USD");
      BigDecimal tick = new BigDecimal("0.5");
      if (kind.equals("any") || kind.equals("future")) {
        rows.add(
            row(
                "BTC-26MAR27",
                "BTC",
                "USD",
                contract,
                tick,
                BigDecimal.TEN,
                "future",
                EXPIRY,
                true));
      }
      if (kind.equals("any") || kind.equals("option")) {
        rows.add(
            row(
                "BTC-26MAR27-60000-C",
                "BTC",
                "BTC",
                Contract.ofBase("BTC", "BTC"),
                new BigDecimal("0.0001"),
                new BigDecimal("0.1"),
                "option",
                EXPIRY,
                true));
      }
    }
    return rows;
  }

  private static String row(
      String name,
      String base,
      String quote,
      Contract contract,
      BigDecimal tick,
      BigDecimal step,
      String kind,
      long expiry,
      boolean active) {
    return """
    {"tick_size":%s,"tick_size_steps":[],"taker_commission":0.0005,"settlement_period":"%s",\
    "settlement_currency":"%s","rfq":false,"quote_currency":"%s","price_index":"%s",\
    "min_trade_amount":%s,"max_leverage":50,"maker_commission":0.0,"kind":"%s","is_active":%s,\
    "instrument_name":"%s","instrument_id":%d,"instrument_type":"%s","expiration_timestamp":%d,\
    "creation_timestamp":1534167754000,"counter_currency":"%s","contract_size":%s,\
    "base_currency":"%s"}"""
        .formatted(
            DeribitNumber.plain(tick),
            expiry == NEVER ? "perpetual" : "month",
            contract.settleCurrency(),
            quote,
            base.toLowerCase(Locale.ROOT) + "_usd",
            DeribitNumber.plain(step),
            kind,
            active,
            name,
            Math.floorMod(name.hashCode(), 1_000_000),
            contract.inverse() ? "reversed" : "linear",
            expiry,
            quote,
            DeribitNumber.plain(step),
            base);
  }
}
