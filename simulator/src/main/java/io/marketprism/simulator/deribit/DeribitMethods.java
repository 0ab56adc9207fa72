// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Derivatives.Candle;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.Trade;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The methods that HTTP and WebSocket have in common (docs.deribit.com, "Market data"). A method
 * gives the JSON text of its result or throws an {@link RpcError}. Thread safe.
 */
final class DeribitMethods {
  private static final int MAX_TRADES = 1_000;
  private static final Map<String, Integer> RESOLUTIONS =
      Map.of("1", 1, "60", 60, "3600", 3_600, "43200", 43_200, "1D", 86_400);

  /** One method. */
  interface Method {
    String result(RpcParams params);
  }

  private final Market market;
  private final Derivatives derivatives;
  private final DeribitFeed feed;
  private final DeribitEncoder encoder;
  private final DeribitInstruments instruments;
  private final Map<String, Method> methods;

  DeribitMethods(
      Market market,
      Derivatives derivatives,
      DeribitFeed feed,
      DeribitEncoder encoder,
      Clock clock) {
    this.market = market;
    this.derivatives = derivatives;
    this.feed = feed;
    this.encoder = encoder;
    this.instruments = new DeribitInstruments(market);
    this.methods =
        Map.of(
            "public/test", params -> "{\"version\":\"1.2.26\"}",
            "public/get_time", params -> Long.toString(clock.millis()),
            "public/get_instruments", this::instruments,
            "public/get_order_book", this::orderBook,
            "public/ticker", this::ticker,
            "public/get_last_trades_by_instrument", this::lastTrades,
            "public/get_volatility_index_data", this::volatility);
  }

  /** The method of a name, where it exists. */
  Optional<Method> method(String name) {
    return Optional.ofNullable(methods.get(name));
  }

  private String instruments(RpcParams params) {
    List<String> rows = instruments.rows(params.text("currency"), params.text("kind", "any"));
    return "[" + String.join(",", rows) + "]";
  }

  private String orderBook(RpcParams params) {
    String instrument = params.instrument(market).symbol();
    long depth = params.number("depth", 5);
    if (depth < 1 || depth > 10_000) {
      throw RpcError.parameter("depth", "out of range");
    }
    return feed.ticker(instrument).withBook(encoder, feed.book(instrument, (int) depth));
  }

  private String ticker(RpcParams params) {
    return feed.ticker(params.instrument(market).symbol()).json();
  }

  private String lastTrades(RpcParams params) {
    String instrument = params.instrument(market).symbol();
    long count = params.number("count", 10);
    if (count < 1 || count > MAX_TRADES) {
      throw RpcError.parameter("count", "out of range");
    }
    long first = params.number("start_seq", 0) - DeribitEncoder.SEQUENCE_ABOVE_ID;
    long last = params.number("end_seq", Long.MAX_VALUE / 10) - DeribitEncoder.SEQUENCE_ABOVE_ID;
    boolean ascending = params.text("sorting", "default").equals("asc");
    List<Trade> all = new ArrayList<>(market.trades(instrument).from(first, Integer.MAX_VALUE));
    all.removeIf(trade -> trade.id() > last);
    boolean more = all.size() > count;
    int size = (int) Math.min(count, all.size());
    List<Trade> page =
        new ArrayList<>(
            ascending ? all.subList(0, size) : all.subList(all.size() - size, all.size()));
    if (!ascending) {
      Collections.reverse(page);
    }
    return "{\"trades\":" + encoder.trades(page) + ",\"has_more\":" + more + "}";
  }

  private String volatility(RpcParams params) {
    String currency = params.text("currency");
    Integer resolution = RESOLUTIONS.get(params.text("resolution"));
    if (resolution == null) {
      throw RpcError.parameter("resolution", "wrong format");
    }
    if (market.instruments().stream().noneMatch(one -> one.base().equals(currency))) {
      throw RpcError.parameter("currency", "unsupported currency");
    }
    long start = params.number("start_timestamp");
    long end = params.number("end_timestamp");
    List<Candle> candles = derivatives.volatility(currency, start, end, resolution);
    String data =
        candles.stream().map(DeribitEncoder::candle).collect(Collectors.joining(",", "[", "]"));
    long before = candles.isEmpty() ? start : candles.get(0).time() - 1_000L * resolution;
    boolean more = !candles.isEmpty() && before >= start;
    return "{\"data\":"
        + data
        + ",\"continuation\":"
        + (more ? Long.toString(before) : "null")
        + "}";
  }
}
