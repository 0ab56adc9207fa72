// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import io.marketprism.model.DataType;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.VenueSettings;

/** What is polled of USD-M. */
final class BinanceUsdmPolls {
  private BinanceUsdmPolls() {}

  /**
   * The codec of a data type.
   *
   * @throws IllegalArgumentException for a data type that is not polled, or an option that the
   *     venue does not know
   */
  static PollCodec of(DataType dataType, VenueSettings settings) {
    return switch (dataType) {
      case ORDERBOOK ->
          new BinanceUsdmBookPoll(settings.books().polledDepth(), settings.endpoints().wsApi());
      case FUNDING_RATE -> new BinanceUsdmFundingPoll();
      case OPEN_INTEREST -> new BinanceUsdmInterestPoll();
      case LSR_TOP_POSITION, LSR_ALL_ACCOUNT ->
          new BinanceUsdmRatioPoll(
              dataType, settings.option("ratio-period", BinanceUsdmRatioPoll.DEFAULT_PERIOD));
      default -> throw new IllegalArgumentException(dataType.token() + " is not polled");
    };
  }
}
