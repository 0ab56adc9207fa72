// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/**
 * Changed levels of a book, as absolute quantities.
 *
 * @param instrument the book's instrument
 * @param previousId id of the state that this delta changes: the {@link #lastId()} of the event
 *     before
 * @param firstId the first venue update id in the delta, as the venue sent it
 * @param lastId the last venue update id in the delta: the id of the state afterwards
 * @param eventTime the venue's time, ms since the epoch
 * @param receiveTime see {@link MarketEvent#receiveTime()}
 * @param priceScale scale of all prices
 * @param quantityScale scale of all quantities
 * @param bids changed bids
 * @param asks changed asks
 */
public record BookDelta(
    Instrument instrument,
    long previousId,
    long firstId,
    long lastId,
    long eventTime,
    long receiveTime,
    int priceScale,
    int quantityScale,
    Levels bids,
    Levels asks)
    implements BookEvent {

  /** The same delta, chained to a predecessor. */
  public BookDelta after(long id) {
    return id == previousId
        ? this
        : new BookDelta(
            instrument,
            id,
            firstId,
            lastId,
            eventTime,
            receiveTime,
            priceScale,
            quantityScale,
            bids,
            asks);
  }
}
