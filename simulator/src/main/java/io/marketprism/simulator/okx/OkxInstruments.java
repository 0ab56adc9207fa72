// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.market.Contract;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of {@code GET /api/v5/public/instruments} (OKX v5 documentation, "Get instruments"):
 * those of the market, one that has not opened yet, and among the swaps a dated future.
 */
final class OkxInstruments {
  private static final String SWAP_SUFFIX = "-SWAP";

  private final Market market;

  OkxInstruments(Market market) {
    this.market = market;
  }

  /** The kind of an instrument, {@code SPOT} or {@code SWAP}. */
  static String kind(String instId) {
    return instId.endsWith(SWAP_SUFFIX) ? "SWAP" : "SPOT";
  }

  /** The family of a swap, e.g. {@code BTC-USDT} of {@code BTC-USDT-SWAP}. */
  static String family(String instId) {
    return instId.substring(0, instId.length() - SWAP_SUFFIX.length());
  }

  /** The rows of a kind, or of one instrument of it. */
  List<String> rows(String kind, Optional<String> instId) {
    List<String> rows = new ArrayList<>();
    for (Instrument instrument : market.instruments()) {
      if (kind(instrument.symbol()).equals(kind)) {
        add(rows, instId, instrument.symbol(), row(instrument));
      }
    }
    String opening = kind.equals("SWAP") ? "OPENING-USDT-SWAP" : "OPENING-USDT";
    add(rows, instId, opening, kind.equals("SWAP") ? SWAP_TO_OPEN : SPOT_TO_OPEN);
    if (kind.equals("SWAP")) {
      add(rows, instId, "BTC-USDT-270326", FUTURE);
    }
    return rows;
  }

  private static void add(List<String> rows, Optional<String> wanted, String name, String row) {
    if (wanted.isEmpty() || wanted.get().equals(name)) {
      rows.add(row);
    }
  }

  private static String row(Instrument instrument) {
    String tick = instrument.tickSize().toPlainString();
    String lot = instrument.stepSize().toPlainString();
    String state = instrument.trading() ? "live" : "suspend";
    if (instrument.contract().isEmpty()) {
      return spot(instrument.symbol(), instrument.base(), instrument.quote(), tick, lot, state);
    }
    Contract contract = instrument.contract().get();
    return derivative(
        "SWAP",
        instrument.symbol(),
        family(instrument.symbol()),
        contract,
        new Steps(tick, lot),
        state,
        "");
  }

  private record Steps(String tick, String lot) {}

  private static final String SPOT_TO_OPEN =
      spot("OPENING-USDT", "OPENING", "USDT", "0.0001", "0.01", "preopen");
  private static final String SWAP_TO_OPEN =
      derivative(
          "SWAP",
          "OPENING-USDT-SWAP",
          "OPENING-USDT",
          Contract.linear("10", "OPENING", "USDT"),
          new Steps("0.0001", "1"),
          "preopen",
          "");
  private static final String FUTURE =
      derivative(
          "FUTURES",
          "BTC-USDT-270326",
          "BTC-USDT",
          Contract.linear("0.01", "BTC", "USDT"),
          new Steps("0.1", "0.01"),
          "live",
          "1806048000000");

  private static String spot(
      String instId, String base, String quote, String tick, String lot, String state) {
    return """
    {"alias":"","auctionEndTime":"","baseCcy":"%s","category":"1","ctMult":"","ctType":"",\
    "ctVal":"","ctValCcy":"","contTdSwTime":"","expTime":"","futureSettlement":false,\
    "instFamily":"","instId":"%s","instType":"SPOT","lever":"10","listTime":"1548133413000",\
    "lotSz":"%s","maxIcebergSz":"9999999999","maxLmtAmt":"20000000","maxLmtSz":"9999999999",\
    "maxMktAmt":"1000000","maxMktSz":"1000000","minSz":"%s","openType":"call_auction",\
    "optType":"","quoteCcy":"%s","ruleType":"normal","settleCcy":"","state":"%s","stk":"",\
    "tickSz":"%s","uly":""}"""
        .formatted(base, instId, lot, lot, quote, state, tick);
  }

  private static String derivative(
      String kind,
      String instId,
      String family,
      Contract contract,
      Steps steps,
      String state,
      String expiry) {
    return """
    {"alias":"%s","auctionEndTime":"","baseCcy":"","category":"1","ctMult":"%s","ctType":"%s",\
    "ctVal":"%s","ctValCcy":"%s","contTdSwTime":"","expTime":"%s","futureSettlement":false,\
    "instFamily":"%s","instId":"%s","instType":"%s","lever":"100","listTime":"1573557408000",\
    "lotSz":"%s","maxIcebergSz":"100000000","maxLmtAmt":"20000000","maxLmtSz":"100000000",\
    "maxMktAmt":"","maxMktSz":"85000","minSz":"%s","openType":"","optType":"","quoteCcy":"",\
    "ruleType":"normal","settleCcy":"%s","state":"%s","stk":"","tickSz":"%s","uly":"%s"}"""
        .formatted(
            expiry.isEmpty() ? "" : "next_quarter",
            contract.multiplier().toPlainString(),
            contract.inverse() ? "inverse" : "linear",
            contract.value().toPlainString(),
            contract.valueCurrency(),
            expiry,
            family,
            instId,
            kind,
            steps.lot(),
            steps.lot(),
            contract.settleCurrency(),
            state,
            steps.tick(),
            family);
  }
}
