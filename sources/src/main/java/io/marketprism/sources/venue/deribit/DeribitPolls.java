// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.VenueSettings;
import java.util.Map;

/** What is asked of Deribit at intervals. */
final class DeribitPolls {
  private DeribitPolls() {}

  /**
   * The requests of a data type.
   *
   * @throws IllegalArgumentException for a data type that is not polled, or an option with a value
   *     that there is not
   */
  static PollCodec of(DataType dataType, VenueSettings settings) {
    return switch (dataType) {
      case ORDERBOOK -> new Books(settings.books().polledDepth());
      case FUNDING_RATE ->
          new Ticker(
              (instrument, body, receiveTime, target) ->
                  target.onDerivatives(
                      DeribitTicker.of(instrument, body).fundingRate(instrument, receiveTime)));
      case OPEN_INTEREST ->
          new Ticker(
              (instrument, body, receiveTime, target) ->
                  target.onDerivatives(
                      DeribitTicker.of(instrument, body).openInterest(instrument, receiveTime)));
      case VOLATILITY_INDEX -> DeribitVolatilityPoll.of(settings);
      default -> throw new IllegalArgumentException(dataType.token() + " is not polled");
    };
  }

  /** Whole books, {@code public/get_order_book}. */
  private static final class Books implements PollCodec {
    private final int levels;

    Books(int levels) {
      this.levels = levels;
    }

    @Override
    public RestCall call(Instrument instrument, long now) {
      return DeribitBooks.INSTANCE.snapshotCall(instrument, levels);
    }

    @Override
    public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
        throws FrameException {
      target.onBookSnapshot(DeribitBooks.INSTANCE.snapshot(instrument, body, levels, receiveTime));
    }
  }

  /** Reads an answer to {@code public/ticker}. */
  @FunctionalInterface
  private interface TickerReading {
    void read(Instrument instrument, byte[] body, long receiveTime, PollCodec.Target target)
        throws FrameException;
  }

  /** A perpetual's ticker, {@code public/ticker}. */
  private static final class Ticker implements PollCodec {
    private final TickerReading reading;

    Ticker(TickerReading reading) {
      this.reading = reading;
    }

    @Override
    public RestCall call(Instrument instrument, long now) {
      return new RestCall(
          DeribitVenue.API + "/public/ticker",
          Map.of("instrument_name", instrument.nativeId()),
          DeribitVenue.CREDITS);
    }

    @Override
    public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
        throws FrameException {
      reading.read(instrument, body, receiveTime, target);
    }
  }
}
