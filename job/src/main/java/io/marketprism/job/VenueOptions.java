// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import io.marketprism.job.config.VenueChoices;
import io.marketprism.job.config.VenueKey;
import io.marketprism.sources.venue.okx.OkxVenue;
import java.util.Map;

/** The choices of a configuration in the words of each venue's package. */
final class VenueOptions {
  private static final String USDM_TRADES_STREAM = "trades-stream";
  private static final String USDM_RATIO_PERIOD = "ratio-period";
  private static final String VOLATILITY_RESOLUTION = "volatility-resolution";
  private static final String SCOPE_CURRENCY = "currency";

  private VenueOptions() {}

  /** The options of a venue; none where it has no choice. */
  static Map<String, String> of(VenueKey venue, VenueChoices choices) {
    return switch (venue) {
      case BINANCE_SPOT -> Map.of();
      case BINANCE_DERIVATIVES ->
          Map.of(
              USDM_TRADES_STREAM, choices.usdmTradesStream(),
              USDM_RATIO_PERIOD, choices.ratioPeriod());
      case OKX_SPOT -> Map.of(OkxVenue.TRADES_CHANNEL, choices.okxTradesChannel());
      case OKX_DERIVATIVES ->
          Map.of(
              OkxVenue.TRADES_CHANNEL, choices.okxTradesChannel(),
              OkxVenue.LSR_SCOPE, choices.okxRatioScope(),
              OkxVenue.RATIO_PERIOD, okxPeriod(choices));
      case DERIBIT_DERIVATIVES -> Map.of(VOLATILITY_RESOLUTION, choices.volatilityResolution());
    };
  }

  /**
   * OKX writes hours and days in capitals; from 6 hours on it has periods of UTC, as Binance's are,
   * and of Hong Kong. Of a whole currency it has only 5m, 1H and 1D (OKX API v5, "Trading
   * Statistics").
   */
  private static String okxPeriod(VenueChoices choices) {
    String period = choices.ratioPeriod();
    boolean isOfCurrency = SCOPE_CURRENCY.equals(choices.okxRatioScope());
    return switch (period) {
      case "6h", "12h" -> period.replace('h', 'H') + "utc";
      case "1d" -> isOfCurrency ? "1D" : "1Dutc";
      default -> period.replace('h', 'H');
    };
  }
}
