// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;

/**
 * Which of several forms of the same data is collected where a venue offers more than one, each in
 * words that the venue's own documents use.
 *
 * @param ratioPeriod period of both long-short ratios, as Binance writes it, such as {@code 5m}
 * @param usdmTradesStream {@code aggTrade} or {@code trade}
 * @param okxTradesChannel {@code trades} or {@code trades-all}
 * @param okxRatioScope whose accounts the all-account ratio of OKX counts, {@code contract} or
 *     {@code currency}
 * @param volatilityResolution length of a candle of the volatility index: seconds, or {@code 1D}
 */
public record VenueChoices(
    String ratioPeriod,
    String usdmTradesStream,
    String okxTradesChannel,
    String okxRatioScope,
    String volatilityResolution)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
