// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Liquidation;
import io.marketprism.simulator.market.PlainDecimal;
import io.marketprism.simulator.market.Trade;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a market's events as OKX pushes them (OKX v5 documentation, "Order book channel", "Trades
 * channel", "All trades channel", "Liquidation orders channel"): plain decimals and times as
 * strings, ids of books as numbers.
 */
final class OkxEncoder {
  static final String BOOKS = "books";
  static final String TRADES = "trades";
  static final String ALL_TRADES = "trades-all";
  static final String LIQUIDATIONS = "liquidation-orders";

  /** The name by which the simulator knows the liquidations of all perpetuals. */
  static final String LIQUIDATION_STREAM = stream(LIQUIDATIONS, "SWAP");

  private static final int RPI_EVERY = 11;

  private OkxEncoder() {}

  /** The name by which the simulator knows a channel's stream, e.g. {@code books:BTC-USDT}. */
  static String stream(String channel, String instId) {
    return channel + ":" + instId;
  }

  static String book(String instId, OkxBook.Push push) {
    StringBuilder text = new StringBuilder(256 + 40 * (push.bids().size() + push.asks().size()));
    head(text, BOOKS, instId);
    text.append(",\"action\":\"").append(push.previousId() < 0 ? "snapshot" : "update");
    text.append("\",\"data\":[{");
    sides(text, push);
    text.append(",\"ts\":\"").append(push.time());
    text.append("\",\"checksum\":").append(push.checksum());
    text.append(",\"prevSeqId\":").append(push.previousId());
    return text.append(",\"seqId\":").append(push.id()).append("}]}").toString();
  }

  /** The data of {@code GET /api/v5/market/books}. */
  static String restBook(OkxBook.Push book) {
    StringBuilder text = new StringBuilder(128 + 40 * (book.bids().size() + book.asks().size()));
    text.append('{');
    sides(text, book);
    text.append(",\"ts\":\"").append(book.time());
    return text.append("\",\"seqId\":").append(book.id()).append('}').toString();
  }

  private static void sides(StringBuilder text, OkxBook.Push push) {
    text.append("\"asks\":");
    levels(text, push.asks());
    text.append(",\"bids\":");
    levels(text, push.bids());
  }

  private static void levels(StringBuilder text, Collection<Level> levels) {
    text.append('[');
    String separator = "";
    for (Level level : levels) {
      text.append(separator).append("[\"").append(level.plainPrice());
      text.append("\",\"").append(level.plainQuantity()).append("\",\"0\",\"");
      text.append(orders(level)).append("\"]");
      separator = ",";
    }
    text.append(']');
  }

  /** A number of orders; the market does not know it, any that fits the level will do. */
  private static int orders(Level level) {
    return level.deletes() ? 0 : 1 + Math.floorMod(level.price().unscaledValue().intValue(), 4);
  }

  /** Matches of one taker at one price: the id is that of the last of them. */
  static String trade(Trade trade, long bookId) {
    StringBuilder text = new StringBuilder(256);
    head(text, TRADES, trade.symbol());
    text.append(",\"data\":[{\"instId\":\"").append(trade.symbol());
    text.append("\",\"tradeId\":\"").append(trade.lastMatch());
    text.append("\",\"px\":\"").append(PlainDecimal.of(trade.price()));
    text.append("\",\"sz\":\"").append(PlainDecimal.of(trade.quantity()));
    text.append("\",\"side\":\"").append(side(trade));
    text.append("\",\"ts\":\"").append(trade.tradeTime());
    text.append("\",\"count\":\"").append(trade.count());
    text.append("\",\"source\":\"").append(source(trade));
    return text.append("\",\"seqId\":").append(bookId).append("}]}").toString();
  }

  static String singleTrade(Trade trade) {
    StringBuilder text = new StringBuilder(256);
    head(text, ALL_TRADES, trade.symbol());
    text.append(",\"data\":[{\"instId\":\"").append(trade.symbol());
    text.append("\",\"tradeId\":\"").append(trade.id());
    text.append("\",\"px\":\"").append(PlainDecimal.of(trade.price()));
    text.append("\",\"sz\":\"").append(PlainDecimal.of(trade.quantity()));
    text.append("\",\"side\":\"").append(side(trade));
    text.append("\",\"source\":\"").append(source(trade));
    return text.append("\",\"ts\":\"").append(trade.tradeTime()).append("\"}]}").toString();
  }

  /** One row of {@code GET /api/v5/market/history-trades}. */
  static String historyTrade(Trade trade) {
    StringBuilder text = new StringBuilder(192);
    text.append("{\"instId\":\"").append(trade.symbol());
    text.append("\",\"side\":\"").append(side(trade));
    text.append("\",\"sz\":\"").append(PlainDecimal.of(trade.quantity()));
    text.append("\",\"source\":\"").append(source(trade));
    text.append("\",\"px\":\"").append(PlainDecimal.of(trade.price()));
    text.append("\",\"tradeId\":\"").append(trade.id());
    return text.append("\",\"ts\":\"").append(trade.tradeTime()).append("\"}").toString();
  }

  private static String side(Trade trade) {
    return trade.buyerIsMaker() ? "sell" : "buy";
  }

  /** 1 where the maker's order was one for retail price improvement, which some are. */
  private static int source(Trade trade) {
    return trade.id() % RPI_EVERY == 0 ? 1 : 0;
  }

  /** One message of forced orders, by instrument. */
  static String liquidations(List<Liquidation> orders) {
    Map<String, StringBuilder> details = new LinkedHashMap<>();
    for (Liquidation order : orders) {
      StringBuilder list = details.computeIfAbsent(order.symbol(), key -> new StringBuilder());
      list.append(list.isEmpty() ? "" : ",").append(detail(order));
    }
    StringBuilder text = new StringBuilder(256 * orders.size());
    text.append("{\"arg\":{\"channel\":\"").append(LIQUIDATIONS);
    text.append("\",\"instType\":\"SWAP\"},\"data\":[");
    String separator = "";
    for (var entry : details.entrySet()) {
      String family = OkxInstruments.family(entry.getKey());
      text.append(separator).append("{\"details\":[").append(entry.getValue());
      text.append("],\"instFamily\":\"").append(family);
      text.append("\",\"instId\":\"").append(entry.getKey());
      text.append("\",\"instType\":\"SWAP\",\"uly\":\"").append(family).append("\"}");
      separator = ",";
    }
    return text.append("]}").toString();
  }

  private static String detail(Liquidation order) {
    return "{\"bkLoss\":\"0\",\"bkPx\":\"%s\",\"ccy\":\"\",\"posSide\":\"%s\",\"side\":\"%s\",\"sz\":\"%s\",\"ts\":\"%d\"}"
        .formatted(
            PlainDecimal.of(order.price()),
            order.sell() ? "long" : "short",
            order.sell() ? "sell" : "buy",
            PlainDecimal.of(order.quantity()),
            order.time());
  }

  private static void head(StringBuilder text, String channel, String instId) {
    text.append("{\"arg\":{\"channel\":\"").append(channel);
    text.append("\",\"instId\":\"").append(instId).append("\"}");
  }
}
