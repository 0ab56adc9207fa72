// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import io.marketprism.simulator.binance.BinanceText;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Liquidation;
import io.marketprism.simulator.market.Trade;
import java.util.List;

/**
 * Writes what happens in a market as Binance USD-M writes it on its streams and in its book and
 * trade answers. {@code st} 1 and {@code ps} mark the USD-M family since its streams were merged
 * with those of COIN-M ("CM-UM Integration Notice").
 */
final class UsdmEncoder {
  /** How long after the transaction time {@code T} the venue sends, milliseconds. */
  private static final int SENDING_MILLIS = 3;

  private UsdmEncoder() {}

  static String depthUpdate(DepthEvent event) {
    StringBuilder text = new StringBuilder(320 + 30 * event.bids().size());
    begin(text, "depthUpdate", event.eventTime() + SENDING_MILLIS);
    text.append(",\"T\":").append(event.eventTime());
    text.append(",\"s\":\"").append(event.symbol());
    text.append("\",\"U\":").append(event.firstId());
    text.append(",\"u\":").append(event.lastId());
    text.append(",\"pu\":").append(event.previousId()).append(",\"b\":");
    BinanceText.levels(text, event.bids());
    text.append(",\"a\":");
    BinanceText.levels(text, event.asks());
    return end(text, event.symbol());
  }

  static String aggTrade(Trade trade) {
    StringBuilder text = new StringBuilder(256);
    begin(text, "aggTrade", trade.eventTime());
    text.append(",\"s\":\"").append(trade.symbol()).append("\",");
    aggregate(text, trade);
    text.append(",\"nq\":\"").append(trade.quantity().toPlainString()).append('"');
    return end(text, trade.symbol());
  }

  static String top(String symbol, long updateId, long time, Level bid, Level ask) {
    StringBuilder text = new StringBuilder(192);
    begin(text, "bookTicker", time + SENDING_MILLIS);
    text.append(",\"u\":").append(updateId).append(",\"s\":\"").append(symbol);
    text.append("\",\"b\":\"").append(bid.price().toPlainString());
    text.append("\",\"B\":\"").append(bid.quantity().toPlainString());
    text.append("\",\"a\":\"").append(ask.price().toPlainString());
    text.append("\",\"A\":\"").append(ask.quantity().toPlainString());
    text.append("\",\"T\":").append(time);
    return end(text, symbol);
  }

  static String forceOrder(Liquidation order) {
    StringBuilder text = forcedOrder(order, order.symbol());
    return end(text, order.symbol());
  }

  /**
   * The same order as if it were one of COIN-M's perpetual: on streams of all symbols rows of both
   * families come mixed.
   */
  static String coinMarginedForceOrder(Liquidation order) {
    StringBuilder text = forcedOrder(order, "BTCUSD_PERP");
    return text.append(",\"st\":2,\"ps\":\"BTCUSD\"}").toString();
  }

  private static StringBuilder forcedOrder(Liquidation order, String symbol) {
    StringBuilder text = new StringBuilder(320);
    begin(text, "forceOrder", order.time() + SENDING_MILLIS);
    String quantity = order.quantity().toPlainString();
    text.append(",\"o\":{\"s\":\"").append(symbol);
    text.append("\",\"S\":\"").append(order.sell() ? "SELL" : "BUY");
    text.append("\",\"o\":\"LIMIT\",\"f\":\"IOC\",\"q\":\"").append(quantity);
    text.append("\",\"p\":\"").append(order.price().toPlainString());
    text.append("\",\"ap\":\"").append(order.averagePrice().toPlainString());
    text.append("\",\"X\":\"FILLED\",\"l\":\"").append(quantity);
    text.append("\",\"z\":\"").append(quantity);
    return text.append("\",\"T\":").append(order.time()).append('}');
  }

  static String depth(BookSnapshot book, long now) {
    StringBuilder text = new StringBuilder(160 + 30 * (book.bids().size() + book.asks().size()));
    long time = book.time() == 0 ? now : book.time();
    text.append("{\"lastUpdateId\":").append(book.lastUpdateId());
    text.append(",\"E\":").append(now).append(",\"T\":").append(time).append(",\"bids\":");
    BinanceText.levels(text, book.bids());
    text.append(",\"asks\":");
    BinanceText.levels(text, book.asks());
    return text.append('}').toString();
  }

  static String aggTrades(List<Trade> trades) {
    StringBuilder text = new StringBuilder(64 + 160 * trades.size()).append('[');
    String separator = "{";
    for (Trade trade : trades) {
      text.append(separator);
      aggregate(text, trade);
      text.append('}');
      separator = ",{";
    }
    return text.append(']').toString();
  }

  private static void aggregate(StringBuilder text, Trade trade) {
    text.append("\"a\":").append(trade.id());
    text.append(",\"p\":\"").append(trade.price().toPlainString());
    text.append("\",\"q\":\"").append(trade.quantity().toPlainString());
    text.append("\",\"f\":").append(trade.firstMatch());
    text.append(",\"l\":").append(trade.lastMatch());
    text.append(",\"T\":").append(trade.tradeTime());
    text.append(",\"m\":").append(trade.buyerIsMaker());
  }

  private static void begin(StringBuilder text, String event, long time) {
    text.append("{\"e\":\"").append(event).append("\",\"E\":").append(time);
  }

  private static String end(StringBuilder text, String symbol) {
    return text.append(",\"st\":1,\"ps\":\"").append(symbol).append("\"}").toString();
  }
}
