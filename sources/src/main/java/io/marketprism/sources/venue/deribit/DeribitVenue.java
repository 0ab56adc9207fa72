// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

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
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Deribit: the volatility index of its currencies, and its perpetuals. Source: docs.deribit.com
 * (2026), API v2.
 *
 * <p>Both kinds are named in one list of symbols: {@code BTC} is the volatility index of a
 * currency, {@code BTC-PERPETUAL} a perpetual; {@link #offers} tells them apart.
 */
public final class DeribitVenue implements Venue {
  static final String EXCHANGE = "deribit";

  /** The path of every method of the API. */
  static final String API = "/api/v2";

  /** Credits of one request, from a pool that is refilled with 10,000 a second (rate-limits). */
  static final int CREDITS = 500;

  /**
   * What the venue refills in {@link #CREDIT_PERIOD}, which is as much as its pool holds: over one
   * second alone the share of a backfill would be less than one request.
   */
  private static final int CREDITS_PER_PERIOD = 50_000;

  private static final Duration CREDIT_PERIOD = Duration.ofSeconds(5);

  /** Connections that may stand at one time, requests included; attempts are held to as many. */
  private static final int CONNECTIONS = 32;

  /** Subscribing costs 3,000 credits of its own pool, refilled with 10,000 a second. */
  private static final int MESSAGES_PER_SECOND = 3;

  private static final Set<DataType> POLLED =
      EnumSet.of(DataType.VOLATILITY_INDEX, DataType.FUNDING_RATE, DataType.OPEN_INTEREST);

  @Override
  public String key() {
    return "deribit_derivatives";
  }

  @Override
  public String exchange() {
    return EXCHANGE;
  }

  @Override
  public MarketType marketType(DataType dataType) {
    return dataType == DataType.VOLATILITY_INDEX ? MarketType.OPTIONS : MarketType.PERPETUAL;
  }

  @Override
  public Set<DataType> dataTypes() {
    return EnumSet.of(
        DataType.ORDERBOOK,
        DataType.TRADE,
        DataType.FUNDING_RATE,
        DataType.OPEN_INTEREST,
        DataType.VOLATILITY_INDEX);
  }

  @Override
  public String planName(DataType dataType) {
    return switch (dataType) {
      case ORDERBOOK -> "deribit-book";
      case TRADE -> "deribit-trade";
      case FUNDING_RATE -> "deribit-funding";
      case OPEN_INTEREST -> "deribit-open-interest";
      case VOLATILITY_INDEX -> "deribit-volatility";
      default -> throw notOffered(dataType);
    };
  }

  @Override
  public VenueLimits limits() {
    return new VenueLimits(
        CREDITS_PER_PERIOD,
        CREDIT_PERIOD,
        "",
        Map.of(),
        CONNECTIONS,
        Duration.ofMinutes(1),
        MESSAGES_PER_SECOND,
        0);
  }

  /** Error 10028, too_many_requests; its status is 400 as of any error. */
  @Override
  public boolean isRateLimited(RestResponse response) {
    return DeribitAnswers.isTooManyRequests(response.body());
  }

  @Override
  public URI restBase(VenueSettings settings) {
    String rest = withoutSlashes(settings.endpoints().rest());
    return URI.create(rest.endsWith(API) ? rest.substring(0, rest.length() - API.length()) : rest);
  }

  /** A URL without the slashes at its end. */
  static String withoutSlashes(String url) {
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '/') {
      end--;
    }
    return url.substring(0, end);
  }

  @Override
  public RestCall instrumentsCall(Set<String> symbols) {
    return DeribitInstruments.CALL;
  }

  @Override
  public InstrumentList instruments(byte[] body) throws FrameException {
    return DeribitInstruments.list(body);
  }

  @Override
  public Instrument bySuffix(String symbol) {
    return DeribitInstruments.byName(symbol);
  }

  /** A volatility index is known by its currency. */
  @Override
  public String listedName(Instrument instrument) {
    return instrument.marketType() == MarketType.OPTIONS
        ? instrument.symbol()
        : instrument.nativeId();
  }

  @Override
  public boolean offers(DataType dataType, Instrument instrument) {
    return dataTypes().contains(dataType) && marketType(dataType) == instrument.marketType();
  }

  @Override
  public boolean isPolled(DataType dataType, VenueSettings settings) {
    return POLLED.contains(dataType) || dataType == DataType.ORDERBOOK && settings.books().polled();
  }

  @Override
  public StreamCodec stream(DataType dataType, VenueSettings settings) {
    return new DeribitFrames(dataType, settings);
  }

  @Override
  public PollCodec poll(DataType dataType, VenueSettings settings) {
    return DeribitPolls.of(dataType, settings);
  }

  @Override
  public BookRules books() {
    return DeribitBooks.INSTANCE;
  }

  @Override
  public TradeRules trades() {
    return DeribitTrades.INSTANCE;
  }

  private static IllegalArgumentException notOffered(DataType dataType) {
    return new IllegalArgumentException("Deribit has no " + dataType.token());
  }
}
