// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import io.marketprism.simulator.binance.Query;
import io.marketprism.simulator.binance.RestGate;
import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Derivatives.Funding;
import io.marketprism.simulator.market.Derivatives.LongShortRatio;
import io.marketprism.simulator.market.Derivatives.OpenInterest;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.net.JsonResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers with figures of perpetuals: funding, open interest, long-short ratios. */
final class UsdmFigures {
  private static final Set<String> PERIODS =
      Set.of("5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d");
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long USUAL_HOURS = 8;
  private final Market market;
  private final Derivatives derivatives;

  UsdmFigures(Market market, Derivatives derivatives) {
    this.market = market;
    this.derivatives = derivatives;
  }

  static Optional<FullHttpResponse> badSymbol(Market market, Query query) {
    String symbol = query.text("symbol");
    if (symbol == null || symbol.isEmpty()) {
      return Optional.of(Query.missing("symbol"));
    }
    return market.instrument(symbol).isPresent()
        ? Optional.empty()
        : Optional.of(Query.invalidSymbol());
  }

  /** Of one symbol an object, of all an array. */
  FullHttpResponse premiumIndex(Query query) {
    if (query.text("symbol") == null) {
      return RestGate.ok(
          market.instruments().stream()
              .map(instrument -> premiumIndex(instrument.symbol()))
              .collect(Collectors.joining(",", "[", "]")));
    }
    return badSymbol(market, query)
        .orElseGet(() -> RestGate.ok(premiumIndex(query.text("symbol"))));
  }

  private String premiumIndex(String symbol) {
    Funding funding = derivatives.funding(symbol);
    return """
    {"symbol":"%s","markPrice":"%s","indexPrice":"%s","estimatedSettlePrice":"%s",\
    "lastFundingRate":"%s","interestRate":"%s","nextFundingTime":%d,"time":%d}"""
        .formatted(
            symbol,
            funding.markPrice().toPlainString(),
            funding.indexPrice().toPlainString(),
            funding.indexPrice().toPlainString(),
            funding.rate().toPlainString(),
            funding.interestRate().toPlainString(),
            funding.nextFundingTime(),
            funding.time());
  }

  /** Only the symbols whose interval is not the usual one of eight hours. */
  FullHttpResponse fundingInfo() {
    return RestGate.ok(
        market.instruments().stream()
            .map(Instrument::symbol)
            .map(derivatives::funding)
            .filter(funding -> hours(funding) != USUAL_HOURS)
            .map(
                funding ->
                    """
                    {"symbol":"%s","adjustedFundingRateCap":"0.02000000",\
                    "adjustedFundingRateFloor":"-0.02000000","fundingIntervalHours":%d,\
                    "disclaimer":false}"""
                        .formatted(funding.symbol(), hours(funding)))
            .collect(Collectors.joining(",", "[", "]")));
  }

  private static long hours(Funding funding) {
    return funding.intervalMillis() / HOUR_MILLIS;
  }

  FullHttpResponse openInterest(Query query) {
    Optional<FullHttpResponse> error = badSymbol(market, query);
    if (error.isPresent()) {
      return error.get();
    }
    OpenInterest interest = derivatives.openInterest(query.text("symbol"));
    return RestGate.ok(
        "{\"openInterest\":\"%s\",\"symbol\":\"%s\",\"time\":%d}"
            .formatted(interest.amount().toPlainString(), interest.symbol(), interest.time()));
  }

  /** The newest entry; {@code longAccount} is the share of positions where those are asked for. */
  FullHttpResponse ratio(Query query, boolean ofTopPositions) {
    Optional<FullHttpResponse> error = badSymbol(market, query);
    if (error.isPresent()) {
      return error.get();
    }
    String period = query.text("period");
    if (period == null || period.isEmpty()) {
      return Query.missing("period");
    }
    if (!PERIODS.contains(period)) {
      return JsonResponse.error(
          HttpResponseStatus.BAD_REQUEST, -1130, "Data sent for parameter 'period' is not valid.");
    }
    LongShortRatio ratio = derivatives.longShortRatio(query.text("symbol"), ofTopPositions, period);
    return RestGate.ok(
        """
        [{"symbol":"%s","longAccount":"%s","longShortRatio":"%s","shortAccount":"%s",\
        "timestamp":%d}]"""
            .formatted(
                ratio.symbol(),
                ratio.longShare().toPlainString(),
                ratio.ratio().toPlainString(),
                ratio.shortShare().toPlainString(),
                ratio.timestamp()));
  }
}
