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
 * @param window levels per side that the venue keeps a subscriber informed of, the best ones: no
 *     level among them is ever unknown, and those beyond are none; 0 where there is no such window
 * @param replica number of the connection, from 1 on, where several carry the instrument; 0 where
 *     one does
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
    Integrity integrity,
    int window,
    int replica)
    implements BookEvent {

  /** A snapshot of the only connection that carries the instrument. */
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
      boolean asksComplete,
      Integrity integrity,
      int window) {
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
        integrity,
        window,
        0);
  }

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

  /** A snapshot of a venue that keeps no window. */
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
      boolean asksComplete,
      Integrity integrity) {
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
        integrity,
        0);
  }

  /** The same book, proved in another way. */
  public BookSnapshot provedBy(Integrity proof) {
    return proof == integrity ? this : with(proof, replica);
  }

  /** The same book, come over one of several connections. */
  public BookSnapshot ofReplica(int number) {
    return number == replica ? this : with(integrity, number);
  }

  private BookSnapshot with(Integrity newIntegrity, int newReplica) {
    return new BookSnapshot(
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
        newIntegrity,
        window,
        newReplica);
  }
}
