// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.util.List;

/**
 * All changes of one book between two update ids, as absolute levels.
 *
 * @param symbol the venue's symbol, e.g. {@code BTCUSDT}
 * @param firstId first update id of the event ({@code U})
 * @param lastId last update id of the event ({@code u}), at least {@code firstId}
 * @param eventTime venue time in epoch milliseconds ({@code E})
 * @param bids changed bids
 * @param asks changed asks
 */
public record DepthEvent(
    String symbol, long firstId, long lastId, long eventTime, List<Level> bids, List<Level> asks) {
  /** Last update id of the event before. */
  public long previousId() {
    return firstId - 1;
  }
}
