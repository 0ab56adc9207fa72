// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import io.marketprism.simulator.market.Contract;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import java.time.Clock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The answer of {@code GET /fapi/v1/exchangeInfo}: the recorded one, else one of the perpetuals
 * and, as the venue lists such too, a dated future of bitcoin that has no streams here.
 */
final class UsdmExchangeInfo {
  private static final long FIRST_LISTED = 1_569_398_400_000L;
  private static final long NO_DELIVERY = 4_133_404_800_000L;
  private static final long DELIVERY = 1_806_048_000_000L;
  private final Market market;
  private final int weightPerMinute;
  private final Clock clock;

  UsdmExchangeInfo(Market market, int weightPerMinute, Clock clock) {
    this.market = market;
    this.weightPerMinute = weightPerMinute;
    this.clock = clock;
  }

  String text() {
    return market.recordedMetadata().orElseGet(this::synthetic);
  }

  private String synthetic() {
    String symbols =
        market.instruments().stream()
            .flatMap(UsdmExchangeInfo::contracts)
            .collect(Collectors.joining(","));
    return """
    {"timezone":"UTC","serverTime":%d,"futuresType":"U_MARGINED","rateLimits":[\
    {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":%d},\
    {"rateLimitType":"ORDERS","interval":"MINUTE","intervalNum":1,"limit":1200},\
    {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":300}],\
    "exchangeFilters":[],"assets":[{"asset":"USDT","marginAvailable":true,\
    "autoAssetExchange":"-10000"}],"symbols":[%s]}"""
        .formatted(clock.millis(), weightPerMinute, symbols);
  }

  private static Stream<String> contracts(Instrument instrument) {
    String perpetual = contract(instrument, "", "PERPETUAL", NO_DELIVERY);
    return instrument.symbol().equals("BTCUSDT")
        ? Stream.of(perpetual, contract(instrument, "_270326", "CURRENT_QUARTER", DELIVERY))
        : Stream.of(perpetual);
  }

  private static String contract(
      Instrument instrument, String suffix, String contractType, long delivery) {
    String tick = instrument.tickSize().toPlainString();
    String step = instrument.stepSize().toPlainString();
    return """
    {"symbol":"%s","pair":"%s","contractType":"%s","deliveryDate":%d,"onboardDate":%d,\
    "status":"%s","maintMarginPercent":"2.5000","requiredMarginPercent":"5.0000",\
    "baseAsset":"%s","quoteAsset":"%s","marginAsset":"%s","pricePrecision":%d,\
    "quantityPrecision":%d,"baseAssetPrecision":8,"quotePrecision":8,"underlyingType":"COIN",\
    "underlyingSubType":["PoW"],"triggerProtect":"0.0500","liquidationFee":"0.012500",\
    "marketTakeBound":"0.05","maxMoveOrderLimit":10000,"filters":[\
    {"filterType":"PRICE_FILTER","minPrice":"%s","maxPrice":"4529764","tickSize":"%s"},\
    {"filterType":"LOT_SIZE","minQty":"%s","maxQty":"1000000","stepSize":"%s"},\
    {"filterType":"MIN_NOTIONAL","notional":"5"}],"orderTypes":["LIMIT","MARKET"],\
    "timeInForce":["GTC","IOC","FOK","GTX","GTD"]}"""
        .formatted(
            instrument.symbol() + suffix,
            instrument.symbol(),
            contractType,
            delivery,
            FIRST_LISTED,
            instrument.trading() ? "TRADING" : "SETTLING",
            instrument.base(),
            instrument.quote(),
            instrument.contract().map(Contract::settleCurrency).orElse(instrument.quote()),
            Math.max(0, instrument.tickSize().scale()),
            Math.max(0, instrument.stepSize().scale()),
            tick,
            tick,
            step,
            step);
  }
}
