// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Trade;

/**
 * What only the trades can tell of an instrument that two connections carry: that a hole in one was
 * not filled by the other. Each feed tells of its own connection alone.
 */
final class TradeNotices {
  private static final String REPLICAS_LOST = "replicas_lost";

  private TradeNotices() {}

  /**
   * Trades are missing on both connections.
   *
   * @param last sequence of the last trade before
   * @param next first trade after
   * @param firstId first id that the next trade stands for
   */
  static FeedStatus gap(long last, Trade next, long firstId, long now) {
    return of(FeedStatus.Event.GAP, last, next, firstId)
        .gap(FeedStatus.NONE, next.eventTime())
        .at(now);
  }

  /** The gap is over, and nothing of it was had. */
  static FeedStatus closed(long last, Trade next, long firstId, long now) {
    return of(FeedStatus.Event.RECOVERED, last, next, firstId).backfilled(0).at(now);
  }

  private static FeedStatus.Builder of(
      FeedStatus.Event event, long last, Trade next, long firstId) {
    return FeedStatus.of(next.instrument(), DataType.TRADE, event)
        .reason(REPLICAS_LOST)
        .sequences(last, next.sequence())
        .lost(firstId - last - 1);
  }
}
