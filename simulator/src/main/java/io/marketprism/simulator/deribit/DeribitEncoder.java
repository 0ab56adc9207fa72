// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import io.marketprism.simulator.market.Derivatives.Candle;
import io.marketprism.simulator.market.Trade;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * Writes a market's events as Deribit pushes them (docs.deribit.com, pages of the channels): all
 * numbers are JSON numbers.
 */
final class DeribitEncoder {
  /** By how much a trade's sequence number is above its id, so that nobody confuses them. */
  static final long SEQUENCE_ABOVE_ID = 1_000_000;

  private static final String INTERVAL = ".100ms";

  private final boolean exponents;

  /** An encoder that may write amounts with exponents. */
  DeribitEncoder(boolean exponents) {
    this.exponents = exponents;
  }

  static String bookChannel(String instrument) {
    return "book." + instrument + INTERVAL;
  }

  static String tradesChannel(String instrument) {
    return "trades." + instrument + INTERVAL;
  }

  static String tickerChannel(String instrument) {
    return "ticker." + instrument + INTERVAL;
  }

  static String volatilityChannel(String currency) {
    return "deribit_volatility_index." + indexName(currency);
  }

  /** The price index of a currency, e.g. {@code btc_usd}. */
  static String indexName(String currency) {
    return currency.toLowerCase(Locale.ROOT) + "_usd";
  }

  /** A notification of a channel. */
  static String notification(String channel, String data) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"subscription\",\"params\":{\"channel\":\""
        + channel
        + "\",\"data\":"
        + data
        + "}}";
  }

  String book(String instrument, DeribitBook.Push push) {
    StringBuilder text = new StringBuilder(256 + 32 * (push.bids().size() + push.asks().size()));
    boolean snapshot = push.previousId() < 0;
    text.append("{\"type\":\"").append(snapshot ? "snapshot" : "change");
    text.append("\",\"timestamp\":").append(push.time());
    if (!snapshot) {
      text.append(",\"prev_change_id\":").append(push.previousId());
    }
    text.append(",\"instrument_name\":\"").append(instrument);
    text.append("\",\"change_id\":").append(push.id()).append(",\"bids\":");
    changes(text, push.bids(), true);
    text.append(",\"asks\":");
    changes(text, push.asks(), true);
    return text.append('}').toString();
  }

  /** Levels as {@code [price, amount]}, as REST writes them. */
  String levels(List<DeribitBook.Change> levels) {
    StringBuilder text = new StringBuilder(32 * levels.size());
    changes(text, levels, false);
    return text.toString();
  }

  private void changes(StringBuilder text, List<DeribitBook.Change> changes, boolean actions) {
    text.append('[');
    String separator = "";
    for (DeribitBook.Change change : changes) {
      text.append(separator).append('[');
      if (actions) {
        text.append('"').append(change.action().wire()).append("\",");
      }
      text.append(DeribitNumber.plain(change.level().price())).append(',');
      text.append(amount(change.level().quantity())).append(']');
      separator = ",";
    }
    text.append(']');
  }

  private String amount(BigDecimal amount) {
    return exponents ? DeribitNumber.shortest(amount) : DeribitNumber.plain(amount);
  }

  String trades(List<Trade> trades) {
    StringBuilder text = new StringBuilder(256 * trades.size()).append('[');
    String separator = "";
    for (Trade trade : trades) {
      String price = DeribitNumber.plain(trade.price());
      text.append(separator).append("{\"timestamp\":").append(trade.tradeTime());
      text.append(",\"price\":").append(price);
      text.append(",\"direction\":\"").append(trade.buyerIsMaker() ? "sell" : "buy");
      text.append("\",\"index_price\":").append(price);
      text.append(",\"trade_id\":\"").append(trade.id());
      text.append("\",\"instrument_name\":\"").append(trade.symbol());
      text.append("\",\"trade_seq\":").append(trade.id() + SEQUENCE_ABOVE_ID);
      text.append(",\"amount\":").append(amount(trade.quantity()));
      text.append(",\"mark_price\":").append(price);
      text.append(",\"tick_direction\":").append(trade.buyerIsMaker() ? 2 : 0).append('}');
      separator = ",";
    }
    return text.append(']').toString();
  }

  static String volatility(String currency, BigDecimal volatility, long time) {
    String value = DeribitNumber.plain(volatility);
    return "{\"volatility\":%s,\"timestamp\":%d,\"index_name\":\"%s\",\"estimated_delivery\":%s}"
        .formatted(value, time, indexName(currency), value);
  }

  /** {@code [start, open, high, low, close]}. */
  static String candle(Candle candle) {
    return "["
        + candle.time()
        + ","
        + DeribitNumber.plain(candle.open())
        + ","
        + DeribitNumber.plain(candle.high())
        + ","
        + DeribitNumber.plain(candle.low())
        + ","
        + DeribitNumber.plain(candle.close())
        + "]";
  }
}
