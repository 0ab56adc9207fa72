// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import io.marketprism.simulator.binance.BinanceText;
import io.marketprism.simulator.binance.StreamNames;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Trade;
import java.util.List;

/**
 * Writes what happens in a market as Binance spot writes it (web-socket-streams.md, rest-api.md of
 * binance/binance-spot-api-docs): numbers in quotes with eight decimals, one-letter keys.
 */
public final class SpotEncoder {
  private SpotEncoder() {}

  static String depthStream(String symbol) {
    return StreamNames.of(symbol, "depth@100ms");
  }

  static String slowDepthStream(String symbol) {
    return StreamNames.of(symbol, "depth");
  }

  static String tradeStream(String symbol) {
    return StreamNames.of(symbol, "trade");
  }

  static String topStream(String symbol) {
    return StreamNames.of(symbol, "bookTicker");
  }

  /** A {@code depthUpdate} event. */
  public static String depthUpdate(DepthEvent event) {
    StringBuilder text = new StringBuilder(256 + 40 * event.bids().size());
    text.append("{\"e\":\"depthUpdate\",\"E\":").append(event.eventTime());
    text.append(",\"s\":\"").append(event.symbol());
    text.append("\",\"U\":").append(event.firstId());
    text.append(",\"u\":").append(event.lastId()).append(",\"b\":");
    BinanceText.levels(text, event.bids());
    text.append(",\"a\":");
    BinanceText.levels(text, event.asks());
    return text.append('}').toString();
  }

  /** A {@code trade} event. */
  public static String trade(Trade trade) {
    StringBuilder text = new StringBuilder(192);
    text.append("{\"e\":\"trade\",\"E\":").append(trade.eventTime());
    text.append(",\"s\":\"").append(trade.symbol());
    text.append("\",\"t\":").append(trade.id());
    text.append(",\"p\":\"").append(trade.price().toPlainString());
    text.append("\",\"q\":\"").append(trade.quantity().toPlainString());
    text.append("\",\"T\":").append(trade.tradeTime());
    text.append(",\"m\":").append(trade.buyerIsMaker());
    return text.append(",\"M\":true}").toString();
  }

  static String top(String symbol, long updateId, Level bid, Level ask) {
    StringBuilder text = new StringBuilder(128);
    text.append("{\"u\":").append(updateId).append(",\"s\":\"").append(symbol);
    text.append("\",\"b\":\"").append(bid.price().toPlainString());
    text.append("\",\"B\":\"").append(bid.quantity().toPlainString());
    text.append("\",\"a\":\"").append(ask.price().toPlainString());
    text.append("\",\"A\":\"").append(ask.quantity().toPlainString());
    return text.append("\"}").toString();
  }

  static String depth(BookSnapshot book) {
    StringBuilder text = new StringBuilder(128 + 40 * (book.bids().size() + book.asks().size()));
    text.append("{\"lastUpdateId\":").append(book.lastUpdateId()).append(",\"bids\":");
    BinanceText.levels(text, book.bids());
    text.append(",\"asks\":");
    BinanceText.levels(text, book.asks());
    return text.append('}').toString();
  }

  static String historicalTrades(List<Trade> trades) {
    StringBuilder text = new StringBuilder(64 + 160 * trades.size()).append('[');
    String separator = "";
    for (Trade trade : trades) {
      text.append(separator).append("{\"id\":").append(trade.id());
      text.append(",\"price\":\"").append(trade.price().toPlainString());
      text.append("\",\"qty\":\"").append(trade.quantity().toPlainString());
      text.append("\",\"quoteQty\":\"");
      text.append(
          trade
              .price()
              .multiply(trade.quantity())
              .setScale(8, java.math.RoundingMode.DOWN)
              .toPlainString());
      text.append("\",\"time\":").append(trade.tradeTime());
      text.append(",\"isBuyerMaker\":").append(trade.buyerIsMaker());
      text.append(",\"isBestMatch\":true}");
      separator = ",";
    }
    return text.append(']').toString();
  }

  static String instrument(Instrument instrument) {
    String tick = instrument.tickSize().setScale(8).toPlainString();
    String step = instrument.stepSize().setScale(8).toPlainString();
    return """
    {"symbol":"%s","status":"%s","baseAsset":"%s","baseAssetPrecision":8,"quoteAsset":"%s",\
    "quotePrecision":8,"quoteAssetPrecision":8,"baseCommissionPrecision":8,\
    "quoteCommissionPrecision":8,"orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS_LIMIT",\
    "TAKE_PROFIT_LIMIT"],"icebergAllowed":true,"ocoAllowed":true,"otoAllowed":true,\
    "quoteOrderQtyMarketAllowed":true,"allowTrailingStop":true,"cancelReplaceAllowed":true,\
    "isSpotTradingAllowed":true,"isMarginTradingAllowed":false,"filters":[\
    {"filterType":"PRICE_FILTER","minPrice":"%s","maxPrice":"1000000.00000000","tickSize":"%s"},\
    {"filterType":"LOT_SIZE","minQty":"%s","maxQty":"9000000.00000000","stepSize":"%s"},\
    {"filterType":"ICEBERG_PARTS","limit":10},\
    {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,\
    "maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5}],\
    "permissions":[],"permissionSets":[["SPOT"]],"defaultSelfTradePreventionMode":"EXPIRE_MAKER",\
    "allowedSelfTradePreventionModes":["EXPIRE_MAKER"]}"""
        .formatted(
            instrument.symbol(),
            instrument.trading() ? "TRADING" : "BREAK",
            instrument.base(),
            instrument.quote(),
            tick,
            tick,
            step,
            step);
  }
}
