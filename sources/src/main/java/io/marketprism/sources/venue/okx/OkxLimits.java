// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.sources.net.BudgetSpec.Pool;
import io.marketprism.sources.venue.VenueLimits;
import java.time.Duration;
import java.util.Map;

/**
 * What OKX allows one address (OKX API v5, the rate limit named with each endpoint, and "WebSocket
 * / Connect"). Most endpoints are counted apart. Those that the venue counts per address
 * <em>and</em> instrument have no limit for the address alone: they run in the main pool, whose
 * limit is ours.
 */
final class OkxLimits {
  /** {@code GET /market/books}: 40 per 2 s. */
  static final String BOOKS = "books";

  /** {@code GET /market/history-trades}: 20 per 2 s. */
  static final String HISTORY_TRADES = "history-trades";

  /** {@code GET /public/instruments}: 20 per 2 s. */
  static final String INSTRUMENTS = "instruments";

  /** {@code GET /rubik/stat/contracts/long-short-account-ratio}: 5 per 2 s. */
  static final String RATIO_OF_CURRENCY = "long-short-account-ratio";

  private static final Duration PERIOD = Duration.ofSeconds(2);

  /**
   * Enough to ask each of 300 perpetuals at the default intervals; the venue's limit is 5 to 20 per
   * 2 s for each of them.
   */
  private static final int MAIN_PER_PERIOD = 200;

  private static final int CONNECTS_PER_SECOND = 3;
  private static final int MESSAGES_PER_SECOND = 5;
  private static final int CONTROL_MESSAGES_PER_HOUR = 480;

  /** The same for both markets: they share the host. */
  static final VenueLimits ALL =
      new VenueLimits(
          MAIN_PER_PERIOD,
          PERIOD,
          "",
          Map.of(
              BOOKS, new Pool(40, PERIOD),
              HISTORY_TRADES, new Pool(20, PERIOD),
              INSTRUMENTS, new Pool(20, PERIOD),
              RATIO_OF_CURRENCY, new Pool(5, PERIOD)),
          CONNECTS_PER_SECOND,
          Duration.ofSeconds(1),
          MESSAGES_PER_SECOND,
          CONTROL_MESSAGES_PER_HOUR);

  private OkxLimits() {}
}
