// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.util.List;

/**
 * All changes of one book between two update ids, as absolute levels.
 *
 * @param symbol the venue's symbol, e.g. {@code BTCUSDT}
 * @param previousId last update id of the event before ({@code pu}, {@code prevSeqId}, {@code
 *     prev_change_id}); below {@code firstId}, by more than one where a venue's ids are not
 *     contiguous
 * @param firstId first update id of the event ({@code U})
 * @param lastId last update id of the event ({@code u}), at least {@code firstId}
 * @param eventTime venue time in epoch milliseconds ({@code E}; on Binance USD-M {@code T})
 * @param bids changed bids
 * @param asks changed asks
 */
public record DepthEvent(
    String symbol,
    long previousId,
    long firstId,
    long lastId,
    long eventTime,
    List<Level> bids,
    List<Level> asks) {
  /** An event of contiguous ids: it follows upon the one that ended just before its first id. */
  public DepthEvent(
      String symbol,
      long firstId,
      long lastId,
      long eventTime,
      List<Level> bids,
      List<Level> asks) {
    this(symbol, firstId - 1, firstId, lastId, eventTime, bids, asks);
  }
}
