// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.DataType;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.VenueSettings;
import java.util.List;

/** What is polled of OKX, by data type. Stateless. */
final class OkxPolls {
  private static final String OF_CONTRACT = "contract";
  private static final String OF_CURRENCY = "currency";

  /** Periods of the trading statistics (OKX API v5, "Trading Statistics"). */
  private static final List<String> PERIODS =
      List.of(
          "5m", "15m", "30m", "1H", "2H", "4H", "6H", "12H", "1D", "2D", "3D", "5D", "1W", "1M",
          "3M", "6Hutc", "12Hutc", "1Dutc", "2Dutc", "3Dutc", "5Dutc", "1Wutc", "1Mutc", "3Mutc");

  private OkxPolls() {}

  /**
   * The codec of a data type.
   *
   * @throws IllegalArgumentException if it is not polled, or an option of the venue has no such
   *     value
   */
  static PollCodec of(DataType dataType, VenueSettings settings) {
    return switch (dataType) {
      case ORDERBOOK -> new OkxBookPoll(settings.books().polledDepth());
      case FUNDING_RATE -> new OkxFundingPoll();
      case OPEN_INTEREST -> new OkxInterestPoll();
      case LSR_TOP_POSITION ->
          OkxRatioPoll.ofContract(
              dataType,
              "/api/v5/rubik/stat/contracts/long-short-position-ratio-contract-top-trader",
              period(settings));
      case LSR_ALL_ACCOUNT ->
          isOfCurrency(settings)
              ? OkxRatioPoll.ofCurrency(
                  dataType,
                  "/api/v5/rubik/stat/contracts/long-short-account-ratio",
                  period(settings))
              : OkxRatioPoll.ofContract(
                  dataType,
                  "/api/v5/rubik/stat/contracts/long-short-account-ratio-contract",
                  period(settings));
      default -> throw new IllegalArgumentException(dataType.token() + " is not polled");
    };
  }

  private static String period(VenueSettings settings) {
    String period = settings.option(OkxVenue.RATIO_PERIOD, "5m");
    if (!PERIODS.contains(period)) {
      throw new IllegalArgumentException(
          OkxVenue.RATIO_PERIOD + ": '" + period + "', must be one of " + PERIODS);
    }
    return period;
  }

  private static boolean isOfCurrency(VenueSettings settings) {
    String scope = settings.option(OkxVenue.LSR_SCOPE, OF_CONTRACT);
    if (!OF_CONTRACT.equals(scope) && !OF_CURRENCY.equals(scope)) {
      throw new IllegalArgumentException(
          OkxVenue.LSR_SCOPE + ": '" + scope + "', must be " + OF_CONTRACT + " or " + OF_CURRENCY);
    }
    return OF_CURRENCY.equals(scope);
  }
}
