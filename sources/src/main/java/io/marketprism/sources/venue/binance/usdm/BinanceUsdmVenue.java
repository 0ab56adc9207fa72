// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.sources.net.BudgetSpec;
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
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Binance USD-M futures. Sources: Binance's USD-M documents ("Important WebSocket Change Notice",
 * "Connect", the pages of the REST and WebSocket APIs) as of 2026.
 *
 * <p>Options: {@code trades-stream}, {@code aggTrade} (default) or {@code trade}; {@code
 * ratio-period}, the period of long-short ratios, default {@code 5m}.
 */
public final class BinanceUsdmVenue implements Venue {
  static final String EXCHANGE = "binance";

  /** Request pool of {@code /futures/data/*}. */
  static final String STATISTICS_POOL = "futures-data";

  /** Request pool of {@code fundingInfo} and {@code fundingRate}. */
  static final String FUNDING_POOL = "funding-info";

  private static final int WEIGHT_PER_MINUTE = 2_400;
  private static final int MESSAGES_PER_SECOND = 10;
  private static final Duration POOL_PERIOD = Duration.ofMinutes(5);
  private static final VenueLimits LIMITS =
      new VenueLimits(
          WEIGHT_PER_MINUTE,
          Duration.ofMinutes(1),
          BinanceRateLimits.USED_WEIGHT_HEADER,
          Map.of(
              STATISTICS_POOL, new BudgetSpec.Pool(1_000, POOL_PERIOD),
              FUNDING_POOL, new BudgetSpec.Pool(500, POOL_PERIOD)),
          BinanceRateLimits.CONNECTION_ATTEMPTS,
          BinanceRateLimits.CONNECTION_PERIOD,
          MESSAGES_PER_SECOND,
          0);

  private static final String TRADES_STREAM = "trades-stream";
  private static final String AGGREGATES = "aggTrade";
  private static final String SINGLES = "trade";

  @Override
  public String key() {
    return "binance_derivatives";
  }

  @Override
  public String exchange() {
    return EXCHANGE;
  }

  @Override
  public MarketType marketType(DataType dataType) {
    return MarketType.PERPETUAL;
  }

  @Override
  public Set<DataType> dataTypes() {
    return EnumSet.complementOf(EnumSet.of(DataType.VOLATILITY_INDEX));
  }

  @Override
  public String planName(DataType dataType) {
    return switch (dataType) {
      case ORDERBOOK -> "binance-usdm-public";
      case TRADE -> "binance-usdm-market";
      case LIQUIDATION -> "binance-usdm-liquidation";
      case FUNDING_RATE -> "binance-usdm-funding";
      case OPEN_INTEREST -> "binance-usdm-interest";
      case LSR_TOP_POSITION -> "binance-usdm-ratio-top";
      case LSR_ALL_ACCOUNT -> "binance-usdm-ratio-all";
      case VOLATILITY_INDEX -> throw new IllegalArgumentException(dataType.token());
    };
  }

  @Override
  public VenueLimits limits() {
    return LIMITS;
  }

  @Override
  public boolean isRateLimited(RestResponse response) {
    return BinanceRateLimits.isExceeded(response);
  }

  @Override
  public RestCall instrumentsCall(Set<String> symbols) {
    return BinanceUsdmInstruments.call();
  }

  @Override
  public InstrumentList instruments(byte[] body) throws FrameException {
    return BinanceUsdmInstruments.read(body);
  }

  @Override
  public Instrument bySuffix(String symbol) {
    return BinanceUsdmInstruments.bySuffix(symbol);
  }

  @Override
  public boolean isPolled(DataType dataType, VenueSettings settings) {
    return switch (dataType) {
      case ORDERBOOK -> settings.books().polled();
      case TRADE, LIQUIDATION -> false;
      default -> true;
    };
  }

  @Override
  public StreamCodec stream(DataType dataType, VenueSettings settings) {
    String ws = current(settings.endpoints().ws());
    return switch (dataType) {
      case ORDERBOOK -> BinanceUsdmFrames.books(ws);
      case TRADE ->
          hasSingleTrades(settings)
              ? BinanceUsdmFrames.singleTrades(ws)
              : BinanceUsdmFrames.aggregateTrades(ws);
      case LIQUIDATION -> new BinanceUsdmLiquidations(ws, settings.symbols().isWholeMarket());
      default -> throw new IllegalArgumentException(dataType.token() + " is not streamed");
    };
  }

  /**
   * The base URL, unless it is one of the retired {@code /stream} and {@code /ws}: those still
   * accept connections, and deliver nothing without an error ("Important WebSocket Change Notice").
   */
  private static String current(String ws) {
    String base = ws.replaceAll("/+$", "");
    if (base.endsWith("/stream") || base.endsWith("/ws")) {
      throw new IllegalArgumentException(
          "'"
              + ws
              + "' is a retired URL of Binance USD-M; give the base, e.g. wss://fstream.binance.com");
    }
    return base;
  }

  private static boolean hasSingleTrades(VenueSettings settings) {
    String stream = settings.option(TRADES_STREAM, AGGREGATES);
    return switch (stream) {
      case AGGREGATES -> false;
      case SINGLES -> true;
      default ->
          throw new IllegalArgumentException(
              TRADES_STREAM + " '" + stream + "', allowed: " + AGGREGATES + ", " + SINGLES);
    };
  }

  @Override
  public PollCodec poll(DataType dataType, VenueSettings settings) {
    return BinanceUsdmPolls.of(dataType, settings);
  }

  @Override
  public BookRules books() {
    return BinanceUsdmBooks.INSTANCE;
  }

  @Override
  public TradeRules trades() {
    return BinanceUsdmTrades.AGGREGATES;
  }

  @Override
  public TradeRules trades(VenueSettings settings) {
    return hasSingleTrades(settings) ? BinanceUsdmTrades.SINGLES : BinanceUsdmTrades.AGGREGATES;
  }
}
