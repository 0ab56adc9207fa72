// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.sources.net.RestResponse;
import io.marketprism.sources.venue.BookRules;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.QuoteSuffixes;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.TradeRules;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueLimits;
import io.marketprism.sources.venue.VenueSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Binance spot. Sources: Binance's spot API documents, web-socket-streams.md and rest-api.md, as of
 * July 2026.
 */
public final class BinanceSpot implements Venue {
  static final String EXCHANGE = "binance";

  /** Requests of market data carry their weight; the budget is 6,000 a minute and address. */
  private static final int WEIGHT_PER_MINUTE = 6_000;

  private static final int INSTRUMENTS_WEIGHT = 20;

  @Override
  public String key() {
    return "binance_spot";
  }

  @Override
  public String exchange() {
    return EXCHANGE;
  }

  @Override
  public MarketType marketType(DataType dataType) {
    return MarketType.SPOT;
  }

  @Override
  public Set<DataType> dataTypes() {
    return EnumSet.of(DataType.ORDERBOOK, DataType.TRADE);
  }

  @Override
  public String planName(DataType dataType) {
    return dataType == DataType.ORDERBOOK ? "binance-spot-book" : "binance-spot-trade";
  }

  @Override
  public VenueLimits limits() {
    return new VenueLimits(
        WEIGHT_PER_MINUTE, "X-MBX-USED-WEIGHT-1M", 300, Duration.ofMinutes(5), 5);
  }

  /** Error -1003, TOO_MANY_REQUESTS (errors.md). */
  @Override
  public boolean isRateLimited(RestResponse response) {
    return response.status() >= 400
        && response.body().length < 4_096
        && new String(response.body(), StandardCharsets.UTF_8).contains("\"code\":-1003");
  }

  @Override
  public RestCall instrumentsCall(Set<String> symbols) {
    if (symbols.isEmpty()) {
      return new RestCall("/api/v3/exchangeInfo", Map.of(), INSTRUMENTS_WEIGHT);
    }
    String list =
        new TreeSet<>(symbols)
            .stream().map(symbol -> '"' + symbol + '"').collect(Collectors.joining(",", "[", "]"));
    return new RestCall("/api/v3/exchangeInfo", Map.of("symbols", list), INSTRUMENTS_WEIGHT);
  }

  @Override
  public InstrumentList instruments(byte[] body) throws FrameException {
    return BinanceSpotRest.instruments(body);
  }

  @Override
  public Instrument bySuffix(String symbol) {
    String normalized = QuoteSuffixes.split(symbol);
    return normalized == null ? null : Instrument.spot(EXCHANGE, normalized, symbol);
  }

  @Override
  public boolean isPolled(DataType dataType, VenueSettings settings) {
    return dataType == DataType.ORDERBOOK && settings.books().polled();
  }

  @Override
  public StreamCodec stream(DataType dataType, VenueSettings settings) {
    return new BinanceSpotCodec(settings.endpoints().ws(), dataType);
  }

  @Override
  public PollCodec poll(DataType dataType, VenueSettings settings) {
    if (dataType != DataType.ORDERBOOK) {
      throw new IllegalArgumentException(dataType.token() + " is not polled");
    }
    return new BinanceSpotBookPoll(settings.books().polledDepth());
  }

  @Override
  public BookRules books() {
    return BinanceSpotBooks.INSTANCE;
  }

  @Override
  public TradeRules trades() {
    return BinanceSpotTrades.INSTANCE;
  }
}
