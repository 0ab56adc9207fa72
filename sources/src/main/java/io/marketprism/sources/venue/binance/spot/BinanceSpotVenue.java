// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.sources.net.RestResponse;
import io.marketprism.sources.venue.BookRules;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.TradeRules;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueLimits;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.binance.BinanceRateLimits;
import java.util.EnumSet;
import java.util.Set;

/**
 * Binance spot. Sources: Binance's spot API documents, web-socket-streams.md and rest-api.md, as of
 * July 2026.
 */
public final class BinanceSpotVenue implements Venue {
  static final String EXCHANGE = "binance";

  private static final int WEIGHT_PER_MINUTE = 6_000;
  private static final int MESSAGES_PER_SECOND = 5;

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
        WEIGHT_PER_MINUTE,
        BinanceRateLimits.USED_WEIGHT_HEADER,
        BinanceRateLimits.CONNECTION_ATTEMPTS,
        BinanceRateLimits.CONNECTION_PERIOD,
        MESSAGES_PER_SECOND);
  }

  @Override
  public boolean isRateLimited(RestResponse response) {
    return BinanceRateLimits.isExceeded(response);
  }

  @Override
  public RestCall instrumentsCall(Set<String> symbols) {
    return BinanceSpotInstruments.call(symbols);
  }

  @Override
  public InstrumentList instruments(byte[] body) throws FrameException {
    return BinanceSpotInstruments.read(body);
  }

  @Override
  public Instrument bySuffix(String symbol) {
    return BinanceSpotInstruments.bySuffix(symbol);
  }

  @Override
  public boolean isPolled(DataType dataType, VenueSettings settings) {
    return dataType == DataType.ORDERBOOK && settings.books().polled();
  }

  @Override
  public StreamCodec stream(DataType dataType, VenueSettings settings) {
    return new BinanceSpotFrames(settings.endpoints().ws(), dataType);
  }

  @Override
  public PollCodec poll(DataType dataType, VenueSettings settings) {
    if (dataType != DataType.ORDERBOOK) {
      throw new IllegalArgumentException(dataType.token() + " is not polled");
    }
    return BinanceSpotPolls.books(settings.books().polledDepth());
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
