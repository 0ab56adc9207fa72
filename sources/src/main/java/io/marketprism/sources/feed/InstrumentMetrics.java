// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import java.util.List;

/**
 * Figures of one instrument's data of one type on one connection. With the labels {@code
 * exchange,market_type,data_type,symbol}:
 *
 * <ul>
 *   <li>{@code marketprism_feed_live}: 1 while subscribed, books synchronised, over one connection
 *       at least
 *   <li>{@code marketprism_feed_last_message_timestamp_seconds}, {@code
 *       marketprism_feed_stale_threshold_seconds}
 *   <li>{@code marketprism_feed_gaps_total}
 * </ul>
 *
 * <p>and of trades, with {@code exchange,market_type,symbol}, {@code
 * marketprism_trade_gap_lost_total}, {@code marketprism_trades_backfilled_total} and {@code
 * marketprism_trade_backfills_deferred_total}. Used by the feed's thread only.
 */
final class InstrumentMetrics {
  private static final String LOST = "marketprism_trade_gap_lost_total";
  private static final String BACKFILLED = "marketprism_trades_backfilled_total";

  private static final String DEFERRED = "marketprism_trade_backfills_deferred_total";

  /** What is counted of trades. */
  static final List<String> TRADE_COUNTERS = List.of(LOST, BACKFILLED, DEFERRED);

  private final InstrumentSeries series;
  private final VenueMetrics venue;
  private boolean live;

  InstrumentMetrics(InstrumentSeries series, VenueMetrics venue) {
    this.series = series;
    this.venue = venue;
  }

  void live(boolean isLive) {
    if (isLive != live) {
      live = isLive;
      series.live(isLive ? 1 : -1);
    }
  }

  void message(long receiveTime) {
    series.message(receiveTime);
  }

  void gap() {
    series.gaps().inc();
  }

  void tradesLost(long lost) {
    series.counter(LOST).inc(lost);
  }

  void backfilled(long trades) {
    series.counter(BACKFILLED).inc(trades);
  }

  /** A look into the history waits, because the process is under pressure. */
  void backfillDeferred() {
    series.counter(DEFERRED).inc();
  }

  /** The venue's checksum of the book differs from ours. */
  void mismatch() {
    series.counter(BookFeedMetrics.CHECKSUM_ERRORS).inc();
    venue.checksumDiffers();
  }
}
