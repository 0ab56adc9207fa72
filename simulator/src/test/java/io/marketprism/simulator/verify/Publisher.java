// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.PlainDecimal;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.market.Trade;
import java.util.List;
import java.util.StringJoiner;

/** Writes messages as the wire contract wants them, for tests. */
final class Publisher {
  static final String BOOKS = "orderbook.binance.spot.BTC-USDT";
  static final String TRADES = "trade.binance.spot.BTC-USDT";

  private Publisher() {}

  static String book(Book book, int levels, long updateId, long syncId, long time) {
    return book(
        levels(book.top(Side.BID, levels)),
        levels(book.top(Side.ASK, levels)),
        updateId,
        syncId,
        time);
  }

  static String book(String bids, String asks, long updateId, long syncId, long time) {
    return """
    {%s,"bids":%s,"asks":%s,"last_update_id":%d,"update_type":"update","depth_levels":4,\
    "sync_id":%d,"integrity":"sequence","quantity_unit":"base","contract_value":null}"""
        .formatted(envelope("orderbook", time), bids, asks, updateId, syncId);
  }

  static String trade(Trade trade) {
    return trade(
        trade,
        PlainDecimal.of(trade.price()),
        PlainDecimal.of(trade.quantity()),
        trade.buyerIsMaker() ? "sell" : "buy");
  }

  static String trade(Trade trade, String price, String quantity, String side) {
    return """
    {%s,"trade_id":"%d","price":"%s","quantity":"%s","quantity_unit":"base","base_quantity":"%s",\
    "side":"%s","is_maker":%s,"trade_count":1,"backfilled":false,"trade_ts_ms":%d}"""
        .formatted(
            envelope("trade", trade.tradeTime()),
            trade.id(),
            price,
            quantity,
            quantity,
            side,
            trade.buyerIsMaker(),
            trade.tradeTime());
  }

  static String messageId(Trade trade) {
    return "trade:binance:spot:BTC-USDT:" + trade.id();
  }

  static String gap(long previous, long next) {
    return """
    {%s,"event":"gap","feed":"trade","reason":"sequence_gap","prev_seq":%d,"seq":%d}"""
        .formatted(envelope("feed_status", 1), previous, next);
  }

  static String levels(List<Level> levels) {
    StringJoiner text = new StringJoiner(",", "[", "]");
    levels.forEach(
        level -> text.add("[\"" + level.plainPrice() + "\",\"" + level.plainQuantity() + "\"]"));
    return text.toString();
  }

  private static String envelope(String type, long time) {
    return envelope(type, time, 3);
  }

  static String envelope(String type, long time, long published) {
    return """
    "exchange":"binance","market_type":"spot","symbol":"BTC-USDT","normalized_symbol":"BTC-USDT",\
    "instrument_id":"BTCUSDT","data_type":"%s","publisher":"unified-collector",\
    "data_source":"marketprism","schema_version":"1","ts_ms":%d,"ts_source":"exchange",\
    "collected_ts_ms":2,"published_ts_ms":%d"""
        .formatted(type, time, published);
  }
}
