// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.util.Map;

/**
 * Where a market stands.
 *
 * @param mode {@code synthetic} or {@code replay}
 * @param state what it does now
 * @param depthEvents depth events the venue had so far (one per event, whoever subscribed)
 * @param trades trades the venue had so far
 * @param lastUpdateId last update id per symbol
 * @param lastTradeId last trade id per symbol
 */
public record MarketStatus(
    String mode,
    State state,
    long depthEvents,
    long trades,
    Map<String, Long> lastUpdateId,
    Map<String, Long> lastTradeId) {
  /** The life of a market. */
  public enum State {
    /** Not begun, e.g. a replay without subscribers. */
    WAITING,
    /** Events occur. */
    RUNNING,
    /** Nothing will happen any more. */
    FINISHED
  }
}
