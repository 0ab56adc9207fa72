// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Derivatives.Funding;
import io.marketprism.simulator.market.Derivatives.LongShortRatio;
import io.marketprism.simulator.market.Derivatives.OpenInterest;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.okx.OkxRest.OkxError;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What OKX answers about its swaps (OKX v5 documentation, "Get funding rate", "Get open interest",
 * "Trading statistics"). Of a ratio there is the newest row only.
 */
final class OkxStatistics {
  private static final Set<String> PERIODS =
      Set.of("5m", "15m", "30m", "1H", "2H", "4H", "6H", "12H", "1D");

  private final Market market;
  private final Derivatives derivatives;

  OkxStatistics(Market market, Derivatives derivatives) {
    this.market = market;
    this.derivatives = derivatives;
  }

  List<String> funding(OkxQuery query) {
    if (query.required("instId").equals("ANY")) {
      return swaps().map(this::funding).toList();
    }
    return List.of(funding(swap(query)));
  }

  private String funding(String instId) {
    Funding funding = derivatives.funding(instId);
    return """
    {"formulaType":"noRate","fundingRate":"%s","fundingTime":"%d","impactValue":"",\
    "instId":"%s","instType":"SWAP","interestRate":"%s","maxFundingRate":"0.00375",\
    "method":"current_period","minFundingRate":"-0.00375","nextFundingRate":"",\
    "nextFundingTime":"%d","premium":"%s","prevFundingTime":"%d","settFundingRate":"%s",\
    "settState":"settled","ts":"%d"}"""
        .formatted(
            plain(funding.rate()),
            funding.nextFundingTime(),
            instId,
            plain(funding.interestRate()),
            funding.nextFundingTime() + funding.intervalMillis(),
            plain(funding.premium()),
            funding.nextFundingTime() - funding.intervalMillis(),
            plain(funding.settledRate()),
            funding.time());
  }

  List<String> openInterest(OkxQuery query) {
    if (!query.required("instType").equals("SWAP")) {
      throw OkxError.wrong("instType");
    }
    return query.text("instId").isPresent()
        ? List.of(openInterest(swap(query)))
        : swaps().map(this::openInterest).toList();
  }

  private String openInterest(String instId) {
    OpenInterest open = derivatives.openInterest(instId);
    return "{\"instId\":\"%s\",\"instType\":\"SWAP\",\"oi\":\"%s\",\"oiCcy\":\"%s\",\"oiUsd\":\"%s\",\"ts\":\"%d\"}"
        .formatted(
            instId,
            plain(open.amount()),
            plain(open.baseAmount()),
            plain(open.usdAmount()),
            open.time());
  }

  List<String> accountRatio(OkxQuery query) {
    return ratio(swap(query), false, query);
  }

  List<String> topPositionRatio(OkxQuery query) {
    return ratio(swap(query), true, query);
  }

  /** The ratio over all contracts of a currency; here that of its swap against USDT. */
  List<String> currencyRatio(OkxQuery query) {
    String instId = query.required("ccy") + "-USDT-SWAP";
    if (market.instrument(instId).isEmpty()) {
      throw OkxError.wrong("ccy");
    }
    return ratio(instId, false, query);
  }

  private List<String> ratio(String instId, boolean ofTopPositions, OkxQuery query) {
    String period = query.text("period").orElse("5m");
    if (!PERIODS.contains(period)) {
      throw OkxError.wrong("period");
    }
    query.number("limit", 100, 1, 100);
    LongShortRatio ratio = derivatives.longShortRatio(instId, ofTopPositions, period);
    return List.of("[\"" + ratio.timestamp() + "\",\"" + plain(ratio.ratio()) + "\"]");
  }

  private String swap(OkxQuery query) {
    String instId = query.instrument(market);
    if (!OkxInstruments.kind(instId).equals("SWAP")) {
      throw OkxError.noInstrument();
    }
    return instId;
  }

  private Stream<String> swaps() {
    return market.instruments().stream().filter(Instrument::perpetual).map(Instrument::symbol);
  }

  private static String plain(BigDecimal number) {
    return number.toPlainString();
  }
}
