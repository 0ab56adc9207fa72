// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

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
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One market of OKX: spot, or perpetuals ({@code SWAP}). Sources: OKX API v5 documents as of July
 * 2026.
 *
 * <p>Options of its own: {@value #TRADES_CHANNEL}, {@value #RATIO_PERIOD}, {@value #LSR_SCOPE}.
 */
public final class OkxVenue implements Venue {
  /**
   * Which channel brings trades: {@code trades} (gathered, taken where nothing is said) or {@code
   * trades-all}.
   */
  public static final String TRADES_CHANNEL = "trades-channel";

  /** Period of both long-short ratios, {@code 5m} by default. */
  public static final String RATIO_PERIOD = "ratio-period";

  /**
   * Whose accounts the all-account ratio counts: those in the {@code contract} (default) or in all
   * contracts of the {@code currency}.
   */
  public static final String LSR_SCOPE = "lsr-scope";

  static final String EXCHANGE = "okx";

  /** Error 50011, "Rate limit reached" (OKX API v5, "Error code"). */
  private static final Pattern RATE_LIMITED = Pattern.compile("\"code\"\\s*:\\s*\"?50011\\b");

  private static final int LONGEST_ERROR = 4_096;

  private final OkxMarket market;

  private OkxVenue(OkxMarket market) {
    this.market = market;
  }

  /** The spot market, key {@code okx_spot}. */
  public static OkxVenue spot() {
    return new OkxVenue(OkxMarket.SPOT);
  }

  /** The perpetuals, key {@code okx_derivatives}. */
  public static OkxVenue derivatives() {
    return new OkxVenue(OkxMarket.SWAP);
  }

  @Override
  public String key() {
    return market.key();
  }

  @Override
  public String exchange() {
    return EXCHANGE;
  }

  @Override
  public MarketType marketType(DataType dataType) {
    return market.marketType();
  }

  @Override
  public Set<DataType> dataTypes() {
    return market.dataTypes();
  }

  @Override
  public String planName(DataType dataType) {
    return market.planName(dataType);
  }

  @Override
  public VenueLimits limits() {
    return OkxLimits.ALL;
  }

  /** Whatever the status: OKX answers errors with 200 too. */
  @Override
  public boolean isRateLimited(RestResponse response) {
    return response.body().length < LONGEST_ERROR
        && RATE_LIMITED.matcher(new String(response.body(), StandardCharsets.UTF_8)).find();
  }

  /** Always the whole list: for one unknown name the venue would answer with an error instead. */
  @Override
  public RestCall instrumentsCall(Set<String> symbols) {
    return new RestCall(
        "/api/v5/public/instruments",
        Map.of("instType", market.instType()),
        1,
        OkxLimits.INSTRUMENTS);
  }

  @Override
  public InstrumentList instruments(byte[] body) throws FrameException {
    return OkxInstruments.list(market, body);
  }

  @Override
  public Instrument bySuffix(String symbol) {
    return OkxInstruments.bySuffix(market, symbol);
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
    String ws = settings.endpoints().ws();
    return switch (dataType) {
      case ORDERBOOK -> new OkxFrames(ws, new OkxBookChannel());
      case TRADE -> new OkxFrames(ws, OkxTradeChannel.of(settings));
      case LIQUIDATION ->
          new OkxFrames(ws, new OkxLiquidationChannel(market, settings.symbols().isWholeMarket()));
      default -> throw new IllegalArgumentException(dataType.token() + " is not streamed");
    };
  }

  @Override
  public PollCodec poll(DataType dataType, VenueSettings settings) {
    return OkxPolls.of(dataType, settings);
  }

  @Override
  public BookRules books() {
    return OkxBooks.INSTANCE;
  }

  @Override
  public TradeRules trades() {
    return OkxTrades.INSTANCE;
  }
}
