// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources;

import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketType;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * What consumers must know of feeds that there are not, so that no feed can tell it: a reader
 * publishes it in their place.
 *
 * @param exchange subject token 2
 * @param marketType subject token 3
 * @param symbol subject token 4, or {@link FeedStatus#ALL}
 * @param instrumentId the venue's own name, or null for all
 * @param event what happened
 * @param feed data type concerned, or {@link FeedStatus#SOCKET}
 * @param reason code of the cause
 * @param detail free text, or null
 */
public record FeedNotice(
    String exchange,
    MarketType marketType,
    String symbol,
    String instrumentId,
    FeedStatus.Event event,
    String feed,
    String reason,
    String detail)
    implements SourceEvent {
  private static final long serialVersionUID = 1L;

  /** The event to publish. */
  public FeedStatus at(long nowMillis) {
    return new FeedStatus(
        exchange,
        marketType,
        symbol,
        instrumentId,
        event,
        feed,
        reason,
        FeedStatus.NONE,
        FeedStatus.NONE,
        FeedStatus.NONE,
        FeedStatus.NONE,
        FeedStatus.NONE,
        FeedStatus.NONE,
        null,
        detail,
        nowMillis);
  }
}
