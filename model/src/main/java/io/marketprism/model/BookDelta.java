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
 * @param replica number of the connection, from 1 on, where several carry the instrument; 0 where
 *     one does
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
    Levels asks,
    int replica)
    implements BookEvent {

  /** A delta of the only connection that carries the instrument. */
  public BookDelta(
      Instrument instrument,
      long previousId,
      long firstId,
      long lastId,
      long eventTime,
      long receiveTime,
      int priceScale,
      int quantityScale,
      Levels bids,
      Levels asks) {
    this(
        instrument,
        previousId,
        firstId,
        lastId,
        eventTime,
        receiveTime,
        priceScale,
        quantityScale,
        bids,
        asks,
        0);
  }

  /** The same delta, chained to a predecessor. */
  public BookDelta after(long id) {
    return id == previousId ? this : with(id, replica);
  }

  /** The same delta, come over one of several connections. */
  public BookDelta ofReplica(int number) {
    return number == replica ? this : with(previousId, number);
  }

  private BookDelta with(long newPreviousId, int newReplica) {
    return new BookDelta(
        instrument,
        newPreviousId,
        firstId,
        lastId,
        eventTime,
        receiveTime,
        priceScale,
        quantityScale,
        bids,
        asks,
        newReplica);
  }
}
