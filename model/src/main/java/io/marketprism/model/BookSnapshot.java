// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/**
 * A whole book; it replaces both sides and starts a synchronised period.
 *
 * @param instrument the book's instrument
 * @param updateId the venue's id of the state; it is also the sync id of the period that begins
 * @param eventTime the venue's time of the state, ms since the epoch, or 0 where the venue sent
 *     none
 * @param receiveTime see {@link MarketEvent#receiveTime()}
 * @param priceScale scale of all prices
 * @param quantityScale scale of all quantities
 * @param bids bids, best first
 * @param asks asks, best first
 * @param bidsComplete whether the venue has no bids beyond these
 * @param asksComplete whether the venue has no asks beyond these
 * @param integrity how the book and what follows it is proved
 */
public record BookSnapshot(
    Instrument instrument,
    long updateId,
    long eventTime,
    long receiveTime,
    int priceScale,
    int quantityScale,
    Levels bids,
    Levels asks,
    boolean bidsComplete,
    boolean asksComplete,
    Integrity integrity)
    implements BookEvent {

  /** A snapshot that is followed by a chain of deltas. */
  public BookSnapshot(
      Instrument instrument,
      long updateId,
      long eventTime,
      long receiveTime,
      int priceScale,
      int quantityScale,
      Levels bids,
      Levels asks,
      boolean bidsComplete,
      boolean asksComplete) {
    this(
        instrument,
        updateId,
        eventTime,
        receiveTime,
        priceScale,
        quantityScale,
        bids,
        asks,
        bidsComplete,
        asksComplete,
        Integrity.SEQUENCE);
  }

  /** The same book, proved in another way. */
  public BookSnapshot provedBy(Integrity proof) {
    return proof == integrity
        ? this
        : new BookSnapshot(
            instrument,
            updateId,
            eventTime,
            receiveTime,
            priceScale,
            quantityScale,
            bids,
            asks,
            bidsComplete,
            asksComplete,
            proof);
  }
}
